import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { AppliedAnswer, AppliedRow, GatewayStateRow, PublicationRow } from '../read-models/publications.js';

@ObjectType('Publication', { description: 'One numbered, signed issue of all summaries.' })
export class PublicationType {
  @Field(() => Int) number!: number;
  @Field(() => String, { description: 'SHA-256 of its content.' }) hash!: string;
  @Field(() => String, { nullable: true, description: 'The hash of the publication before it.' }) previousHash!: string | null;
  @Field(() => Int) stopList!: number;
  @Field(() => Date) publishedAt!: Date;
  @Field(() => [String], { description: 'Localities whose summary it changed.' }) localities!: string[];
  @Field(() => [String], { description: 'Consumers whose configuration it changed.' }) consumers!: string[];
  @Field(() => Boolean) stopsChanged!: boolean;

  static from(row: PublicationRow): PublicationType {
    const { number, hash, previousHash, stopList, publishedAt, stopsChanged } = row;
    return Object.assign(new PublicationType(), { number, hash, previousHash, stopList, publishedAt, stopsChanged, localities: [...row.localities], consumers: [...row.consumers] });
  }
}

@ObjectType('GatewayState', { description: 'A registered gateway and the newest it has signed for.' })
export class GatewayStateType {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean) revoked!: boolean;
  @Field(() => [String]) localities!: string[];
  @Field(() => Int, { nullable: true }) publication!: number | null;
  @Field(() => Int, { nullable: true }) stopList!: number | null;
  @Field(() => Date, { nullable: true }) appliedAt!: Date | null;
  @Field(() => Date, { nullable: true }) seenAt!: Date | null;
  @Field(() => Date, { nullable: true, description: 'When it applied the publication asked about, or a later one.' }) reachedAt!: Date | null;
  @Field(() => Date, { nullable: true, description: 'Asked about one act: from when it refuses everything by itself, should it never hear again; null where it was never heard.' }) refusesAt!: Date | null;

  static from(row: GatewayStateRow & Partial<AppliedRow>): GatewayStateType {
    const { code, name, revoked, publication, stopList, appliedAt, seenAt } = row;
    return Object.assign(new GatewayStateType(), { code, name, revoked, publication, stopList, appliedAt, seenAt, localities: [...row.localities], reachedAt: row.reachedAt ?? null, refusesAt: row.refusesAt ?? null });
  }
}

@ObjectType('AppliedStatement', { description: 'Which gateways have applied an act, and which not yet.' })
export class AppliedStatementType {
  @Field(() => Int, { nullable: true, description: 'The publication that first shows it; null until it is published.' }) publication!: number | null;
  @Field(() => Int, { nullable: true }) stopList!: number | null;
  @Field(() => [GatewayStateType]) applied!: GatewayStateType[];
  @Field(() => [GatewayStateType]) waiting!: GatewayStateType[];
  @Field(() => Boolean, { description: 'Every gateway that serves it has applied it or passed its refuse limit.' }) complete!: boolean;

  static from(answer: AppliedAnswer): AppliedStatementType {
    const { publication, stopList, complete } = answer;
    const applied = answer.applied.map((row) => GatewayStateType.from(row));
    return Object.assign(new AppliedStatementType(), { publication, stopList, complete, applied, waiting: answer.waiting.map((row) => GatewayStateType.from(row)) });
  }
}
