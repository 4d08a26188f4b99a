import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ROW_VERDICTS, type LiveShare, type MoveTask } from '../../contract/index.js';
import type { DirectoryImportRow } from '../read-models/directory-imports.js';

@ObjectType('VerdictCount', { description: 'How many rows of a file met one verdict.' })
export class VerdictCountType {
  @Field() verdict!: string;
  @Field(() => Int) rows!: number;
}

@ObjectType('LiveShare', { description: 'Live sharing that an import would stop, or give back.' })
export class LiveShareType {
  @Field() odsCode!: string;
  @Field({ description: 'provider or consumer' }) as!: string;
  @Field() agreementReference!: string;
  @Field(() => Int) pairs!: number;

  static from(share: LiveShare): LiveShareType {
    return Object.assign(new LiveShareType(), share);
  }
}

@ObjectType('MovedPractice', { description: 'A practice whose commissioner changed. Its participations stay where they are.' })
export class MovedPracticeType {
  @Field() odsCode!: string;
  @Field() name!: string;
  @Field() fromCode!: string;
  @Field() toCode!: string;
  @Field() onDay!: string;

  static from(task: MoveTask): MovedPracticeType {
    return Object.assign(new MovedPracticeType(), task);
  }
}

@ObjectType('DirectoryImport', { description: 'One reading of the national file: what it would change, and who let it.' })
export class DirectoryImportType {
  @Field(() => ID) id!: string;
  @Field({ description: 'committed, awaiting-approval, approved or declined' }) state!: string;
  @Field() editionOn!: string;
  @Field(() => String, { nullable: true }) lastEditionOn!: string | null;
  @Field({ description: 'Stated to be older than the edition before it.' }) isOlder!: boolean;
  @Field() isExtract!: boolean;
  @Field(() => Int) rows!: number;
  @Field({ description: 'Binds an approval to what is shown here.' }) planHash!: string;
  @Field(() => [VerdictCountType]) counts!: VerdictCountType[];
  @Field(() => [LiveShareType]) stops!: LiveShareType[];
  @Field(() => [LiveShareType], { description: 'Of organisations that are open again, or for longer.' }) resumes!: LiveShareType[];
  @Field(() => [MovedPracticeType]) moves!: MovedPracticeType[];
  @Field(() => [String], { description: 'Known, and not in the file.' }) absent!: string[];
  @Field() submittedAs!: string;
  @Field() submittedAt!: Date;
  @Field({ description: 'Whoever asks is who submitted it: somebody else approves.' }) submittedByMe!: boolean;
  @Field(() => Date, { nullable: true }) decidedAt!: Date | null;
  @Field(() => Int) version!: number;

  static from({ impact, counts, ...row }: DirectoryImportRow): DirectoryImportType {
    return Object.assign(new DirectoryImportType(), row, {
      lastEditionOn: impact.lastEditionOn, isOlder: impact.isOlder, isExtract: impact.isExtract, absent: [...impact.absent],
      counts: [...ROW_VERDICTS, 'absent' as const].map((verdict) => ({ verdict, rows: counts[verdict] })),
      stops: impact.stops.map((share) => LiveShareType.from(share)), resumes: (impact.resumes ?? []).map((share) => LiveShareType.from(share)), moves: impact.tasks.map((task) => MovedPracticeType.from(task)),
    });
  }
}

@ObjectType('DirectoryImportPage')
export class DirectoryImportPageType {
  @Field(() => Int) total!: number;
  @Field(() => [DirectoryImportType]) items!: DirectoryImportType[];
}

@InputType('ApproveDirectoryImportInput')
export class ApproveDirectoryImportFields {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field({ description: 'As it was shown.' }) planHash!: string;
  @Field(() => String, { nullable: true, description: 'Of what impactOf showed; needed where live sharing would stop or come back, and refused IMPACT_CHANGED where something else would by then.' }) impactHash?: string | null;
  @Field() idempotencyKey!: string;
}

@InputType('DeclineDirectoryImportInput')
export class DeclineDirectoryImportFields {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field() reason!: string;
  @Field() idempotencyKey!: string;
}
