import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ROW_VERDICTS, type FileFault, type VerdictCounts } from '../../contract/index.js';
import type { ImportRunRow, ListedImport, VerdictRow } from '../read-models/import-runs.js';
import { LiveShareType, MovedPracticeType, VerdictCountType } from './directory-import.types.js';

@ObjectType('ImportRefusal', { description: 'Why a file cannot be imported.' })
export class ImportRefusalType {
  @Field() code!: string;
  @Field() sentence!: string;
}

@ObjectType('DirectoryFileFault', { description: 'What is wrong with a line of a file, or with the whole of it.' })
export class FileFaultType {
  @Field(() => Int) line!: number;
  @Field() code!: string;
  @Field() sentence!: string;

  static from(fault: FileFault): FileFaultType {
    return Object.assign(new FileFaultType(), fault);
  }
}

@ObjectType('DirectoryImportRun', { description: 'A file of the directory handed in by the browser, and how far Accord is with it.' })
export class ImportRunType {
  @Field(() => ID, { description: 'The import that comes of it has the same id.' }) id!: string;
  @Field({ description: 'handed-in, ready, ordered, done, refused, failed or discarded' }) state!: string;
  @Field() fileName!: string;
  @Field() fileSha256!: string;
  @Field(() => Int) fileBytes!: number;
  @Field() submittedAs!: string;
  @Field() submittedAt!: Date;
  @Field(() => String, { nullable: true }) orderedAs!: string | null;
  @Field(() => Date, { nullable: true }) orderedAt!: Date | null;
  @Field({ description: 'waiting, reading, planning or writing' }) step!: string;
  @Field(() => Int) stepsDone!: number;
  @Field(() => Int, { nullable: true }) stepsTotal!: number | null;
  @Field(() => Int, { description: 'How often a worker has taken it up.' }) tries!: number;
  @Field(() => String, { nullable: true, description: 'Binds an order to what is shown here.' }) planHash!: string | null;
  @Field(() => String, { nullable: true, description: 'dry-run, committed, unchanged, awaiting-approval or refused' }) outcome!: string | null;
  @Field(() => ImportRefusalType, { nullable: true }) refusal!: ImportRefusalType | null;
  @Field(() => Int, { nullable: true }) rows!: number | null;
  @Field(() => String, { nullable: true }) editionOn!: string | null;
  @Field(() => String, { nullable: true }) lastEditionOn!: string | null;
  @Field({ description: 'A second person has to approve it: it is older than the last, stops live sharing or gives some back.' }) needsSecondPerson!: boolean;
  @Field() isOlder!: boolean;
  @Field() isExtract!: boolean;
  @Field(() => [VerdictCountType]) counts!: VerdictCountType[];
  @Field(() => [FileFaultType], { description: 'Faults of the file as a whole.' }) fileFaults!: FileFaultType[];
  @Field(() => [LiveShareType]) stops!: LiveShareType[];
  @Field(() => [LiveShareType], { description: 'Of organisations that are open again, or for longer.' }) resumes!: LiveShareType[];
  @Field(() => [MovedPracticeType]) moves!: MovedPracticeType[];
  @Field(() => [String], { description: 'Known, and not in the file.' }) absent!: string[];
  @Field(() => Int) version!: number;

  static from({ report, terms, refusal, ...row }: ImportRunRow): ImportRunType {
    const isBefore = report?.lastEditionOn != null && report.editionOn < report.lastEditionOn;
    return Object.assign(new ImportRunType(), row, {
      refusal: refusal === null ? null : Object.assign(new ImportRefusalType(), refusal), outcome: report?.outcome ?? null, rows: report?.rows ?? null,
      editionOn: report?.editionOn ?? terms.editionOn, lastEditionOn: report?.lastEditionOn ?? null, isOlder: terms.isOlder, isExtract: terms.isExtract,
      needsSecondPerson: isBefore || (report?.stops.length ?? 0) + (report?.resumes?.length ?? 0) > 0, counts: countsOf(report?.counts ?? null),
      fileFaults: (report?.faults ?? []).map((fault) => FileFaultType.from(fault)), stops: (report?.stops ?? []).map((share) => LiveShareType.from(share)), resumes: (report?.resumes ?? []).map((share) => LiveShareType.from(share)),
      moves: (report?.tasks ?? []).map((task) => MovedPracticeType.from(task)), absent: [...(report?.absent ?? [])],
    });
  }
}

function countsOf(counts: VerdictCounts | null): VerdictCountType[] {
  return counts === null ? [] : [...ROW_VERDICTS, 'absent' as const].map((verdict) => ({ verdict, rows: counts[verdict] }));
}

@ObjectType('ImportVerdict', { description: 'What an import does, or would do, with one line of a file.' })
export class ImportVerdictType {
  @Field(() => Int) line!: number;
  @Field() odsCode!: string;
  @Field({ description: 'As the file has it; empty where the line could not be read.' }) name!: string;
  @Field({ description: 'It is in the directory now.' }) isKnown!: boolean;
  @Field({ description: 'added, changed, closed, dormant, reopened, moved, unchanged or fault' }) verdict!: string;
  @Field(() => [String], { description: 'The fields that differ.' }) fields!: string[];
  @Field(() => [FileFaultType]) faults!: FileFaultType[];

  static from({ fields, faults, ...row }: VerdictRow): ImportVerdictType {
    return Object.assign(new ImportVerdictType(), row, { fields: [...fields], faults: faults.map((fault) => FileFaultType.from(fault)) });
  }
}

@ObjectType('ImportVerdictPage')
export class ImportVerdictPageType {
  @Field(() => Int) total!: number;
  @Field(() => [ImportVerdictType]) items!: ImportVerdictType[];
}

@ObjectType('ListedDirectoryImport', { description: 'A file handed in, or an import from the command line.' })
export class ListedImportType {
  @Field(() => ID) id!: string;
  @Field({ description: 'A state of the file (handed-in, ready, ordered, refused, failed, discarded, unchanged) or of the import (committed, awaiting-approval, approved, declined).' }) state!: string;
  @Field(() => String, { nullable: true }) fileName!: string | null;
  @Field(() => String, { nullable: true }) editionOn!: string | null;
  @Field(() => Int, { nullable: true }) rows!: number | null;
  @Field(() => [VerdictCountType]) counts!: VerdictCountType[];
  @Field() submittedAs!: string;
  @Field() submittedAt!: Date;

  static from({ counts, ...row }: ListedImport): ListedImportType {
    return Object.assign(new ListedImportType(), row, { counts: countsOf(counts) });
  }
}

@ObjectType('ListedDirectoryImportPage')
export class ListedImportPageType {
  @Field(() => Int) total!: number;
  @Field(() => [ListedImportType]) items!: ListedImportType[];
}

@InputType('OrderDirectoryImportInput')
export class OrderDirectoryImportFields {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field({ description: 'As it was shown.' }) planHash!: string;
  @Field() idempotencyKey!: string;
}

@InputType('DiscardDirectoryFileInput')
export class DiscardDirectoryFileFields {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field() idempotencyKey!: string;
}
