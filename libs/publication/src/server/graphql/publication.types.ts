import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { FindingOfKind, GatewayStanding } from '@accord/publication';
import type { ChangeRow } from '../read-models/publication-changes.js';
import type { ReconciliationRow } from '../read-models/reconciliations.js';
import type { AppliedAnswer, AppliedRow, FreshnessRow, GatewayReceiptRow, GatewayStateRow, PublicationRow, ReceiptRow, StandingRow } from '../read-models/publications.js';

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
  @Field(() => Int, { description: 'Files that it renewed for gateways.' }) files!: number;
  @Field(() => Float, { description: 'Bytes of these.' }) bytes!: number;

  static from(row: PublicationRow): PublicationType {
    const { number, hash, previousHash, stopList, publishedAt, stopsChanged, files, bytes } = row;
    return Object.assign(new PublicationType(), { number, hash, previousHash, stopList, publishedAt, stopsChanged, files, bytes, localities: [...row.localities], consumers: [...row.consumers] });
  }
}

@ObjectType('NamedOrganisation', { description: 'An organisation by code and name.' })
export class NamedOrganisationType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
}

@ObjectType('PublicationChange', { description: 'One thing gateways are told otherwise.' })
export class PublicationChangeType {
  @Field(() => String, { description: 'Such as providers-live, viewers-gone, pairs-gained, views-changed, certificates-added, stops-added; summary-not-kept, -older-form or -altered where what was published cannot be read any more.' }) kind!: string;
  @Field(() => String, { nullable: true }) locality!: string | null;
  @Field(() => String, { nullable: true }) localityName!: string | null;
  @Field(() => String, { nullable: true, description: 'The reference of the agreement.' }) agreement!: string | null;
  @Field(() => ID, { nullable: true, description: 'Where it is one the reader may open.' }) agreementId!: string | null;
  @Field(() => [NamedOrganisationType], { description: 'Those it concerns; the first twelve where they are more.' }) organisations!: NamedOrganisationType[];
  @Field(() => Int) count!: number;
  @Field(() => [ID], { description: 'Stops it concerns.' }) stops!: string[];
  @Field(() => String, { nullable: true, description: 'Where summaries are counted and not compared: ask for the changes after this, and the next of them are.' }) continueAfter!: string | null;

  static from({ organisations, stops, ...row }: ChangeRow): PublicationChangeType {
    return Object.assign(new PublicationChangeType(), { ...row, stops: [...stops], organisations: organisations.map((each) => Object.assign(new NamedOrganisationType(), each)) });
  }
}

@ObjectType('PublicationReceipt', { description: 'Whether a gateway has applied a publication, and when.' })
export class PublicationReceiptType {
  @Field(() => ID) gatewayId!: string;
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean) revoked!: boolean;
  @Field(() => Date, { nullable: true, description: 'Null while it has not.' }) appliedAt!: Date | null;
  @Field(() => Int, { nullable: true, description: 'A later number where it went past this one.' }) number!: number | null;
  @Field(() => Boolean, { description: 'Whether it was ever given anything, this or any other.' }) isGiven!: boolean;
  @Field(() => Date, { nullable: true, description: 'Of one that is revoked: until when it may go on by what it holds; null where that has passed, or it holds nothing.' }) holdsUntil!: Date | null;

  static from(row: ReceiptRow): PublicationReceiptType {
    return Object.assign(new PublicationReceiptType(), row);
  }
}

@ObjectType('GatewayReceipt', { description: 'One signed word of a gateway that it applied a publication.' })
export class GatewayReceiptType {
  @Field(() => Int) publication!: number;
  @Field(() => Int) stopList!: number;
  @Field(() => Date) appliedAt!: Date;
  @Field(() => Date) publishedAt!: Date;

  static from(row: GatewayReceiptRow): GatewayReceiptType {
    return Object.assign(new GatewayReceiptType(), row);
  }
}

@ObjectType('Freshness', { description: 'When what gateways hold was last signed as current.' })
export class FreshnessType {
  @Field(() => Int, { description: 'The current publication.' }) number!: number;
  @Field(() => Date) signedAt!: Date;
  @Field(() => Date, { description: 'Gateways that hold it count as up to date until then: by the timestamp or the stop list, whichever expires first.' }) freshUntil!: Date;
  @Field(() => Boolean, { description: 'Whether that is still ahead.' }) isFresh!: boolean;
  @Field(() => Date, { description: 'When root or the top targets run out, whichever is first: from then on gateways believe nothing new.' }) keysUntil!: Date;
  @Field(() => Boolean, { description: 'Whether key holders have to renew these now.' }) areKeysDue!: boolean;
  @Field(() => Date, { description: 'When this was answered, by the clock that judged it.' }) at!: Date;

  static from(row: FreshnessRow): FreshnessType {
    return Object.assign(new FreshnessType(), row);
  }
}

@ObjectType('ReconciliationFinding', { description: 'Something that the database and the feed say otherwise, or that keeps them from being compared.' })
export class ReconciliationFindingType {
  @Field(() => String, {
    description: 'pair-unlawful (gateways permit what the database does not), pair-withheld, views-differ, agreement-differs, certificate-unlawful, certificate-withheld, served-to-others, not-served, configuration-differs, publisher-silent, announcement-waits, feed-refused or feed-unreachable.',
  }) kind!: string;
  @Field(() => Int) count!: number;
  @Field(() => [String], { description: 'The first few, in codes; for those who read the sharing of the nation.' }) examples!: string[];

  static from({ kind, count, examples }: FindingOfKind): ReconciliationFindingType {
    return Object.assign(new ReconciliationFindingType(), { kind, count, examples: [...examples] });
  }
}

@ObjectType('Reconciliation', { description: 'What was found when the database was last compared with the feed as a gateway sees it.' })
export class ReconciliationType {
  @Field(() => Date) lookedAt!: Date;
  @Field(() => Int, { nullable: true, description: 'What the feed served; null where nothing it served could be believed.' }) publication!: number | null;
  @Field(() => Int, { nullable: true }) stopList!: number | null;
  @Field(() => Int, { description: 'Pairs in force by the database.' }) pairs!: number;
  @Field(() => [ReconciliationFindingType], { description: 'None where both say the same.' }) findings!: ReconciliationFindingType[];
  @Field(() => Date, { nullable: true, description: 'Since when every look has found something.' }) foundSince!: Date | null;
  @Field(() => Boolean, { description: 'Nobody has compared for three minutes, although it is due every minute.' }) isLate!: boolean;

  static from({ findings, ...row }: ReconciliationRow): ReconciliationType {
    return Object.assign(new ReconciliationType(), { ...row, findings: findings.map((finding) => ReconciliationFindingType.from(finding)) });
  }
}

@ObjectType('GatewayStandingNow', { description: 'How a gateway stands against the current publication, by the clock of the server and the refuse limit of what the gateway holds.' })
export class GatewayStandingNowType {
  @Field(() => String, { description: 'current, behind, silent (it asks for nothing), stale (silent, and what it was last given has expired), refusing, starting (confirmed within the hour and not heard yet), never (heard), cut-off (no certificate of it counts, so nothing reaches it), unconfirmed, quarantined (revoked, and may go on by what it holds) or revoked.' }) kind!: string;
  @Field(() => Int, { description: 'How many publications it is behind; 0 where it is silent or cut off.' }) behindBy!: number;
  @Field(() => Int, { nullable: true, description: 'Seconds since it was last heard; null where it never was.' }) heardSecondsAgo!: number | null;
  @Field(() => Date, { nullable: true, description: 'Of one that is silent, cut off or revoked: from when it refuses everything by itself, should it never hear again.' }) refusesAt!: Date | null;

  static from({ kind, behindBy, heardAgoMs, refusesAt }: GatewayStanding): GatewayStandingNowType {
    return Object.assign(new GatewayStandingNowType(), { kind, behindBy, heardSecondsAgo: heardAgoMs === null ? null : Math.floor(heardAgoMs / 1000), refusesAt });
  }
}

@ObjectType('GatewayState', { description: 'A registered gateway and the newest it has signed for.' })
export class GatewayStateType {
  @Field(() => ID) gatewayId!: string;
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean) revoked!: boolean;
  @Field(() => [String]) localities!: string[];
  @Field(() => Int, { nullable: true }) publication!: number | null;
  @Field(() => Int, { nullable: true }) stopList!: number | null;
  @Field(() => Date, { nullable: true }) appliedAt!: Date | null;
  @Field(() => Int, { nullable: true, description: 'How long ago what it enforces was published; null where it has signed for nothing, and in a statement about one act.' }) ageSeconds!: number | null;
  @Field(() => Int, { nullable: true, description: 'How many publications it lacks, silent or not; null in a statement about one act.' }) behindBy!: number | null;
  @Field(() => Int, { nullable: true, description: 'For how long it has lacked the first of them; null in a statement about one act.' }) behindSeconds!: number | null;
  @Field(() => Date, { nullable: true }) seenAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'The fingerprint of the certificate it presented then.' }) presented!: string | null;
  @Field(() => Date, { nullable: true, description: 'Until when its certificates follow one another without a gap, or did.' }) certificateUntil!: Date | null;
  @Field(() => Date, { nullable: true, description: 'When it applied the publication asked about, or a later one.' }) reachedAt!: Date | null;
  @Field(() => Date, { nullable: true, description: 'Asked about one act: from when it refuses everything by itself, should it never hear again; null where it was never given anything, or that is not known.' }) refusesAt!: Date | null;
  @Field(() => GatewayStandingNowType, { nullable: true, description: 'Null in a statement about one act, which says reachedAt and refusesAt instead.' }) standing!: GatewayStandingNowType | null;

  static from(row: GatewayStateRow & Partial<AppliedRow & StandingRow>): GatewayStateType {
    const { gatewayId, code, name, revoked, publication, stopList, appliedAt, seenAt, presented, certificateUntil } = row;
    return Object.assign(new GatewayStateType(), { gatewayId, code, name, revoked, publication, stopList, appliedAt, seenAt, presented, certificateUntil, localities: [...row.localities], ageSeconds: row.ageSeconds ?? null, behindBy: row.behindBy ?? null, behindSeconds: row.behindSeconds ?? null, reachedAt: row.reachedAt ?? null, refusesAt: row.refusesAt ?? null, standing: row.standing ? GatewayStandingNowType.from(row.standing) : null });
  }
}

@ObjectType('AppliedStatement', { description: 'Which gateways have applied an act, and which not yet.' })
export class AppliedStatementType {
  @Field(() => Int, { nullable: true, description: 'The publication that first shows it; null until it is published.' }) publication!: number | null;
  @Field(() => Int, { nullable: true }) stopList!: number | null;
  @Field(() => [GatewayStateType]) applied!: GatewayStateType[];
  @Field(() => [GatewayStateType]) waiting!: GatewayStateType[];
  @Field(() => [GatewayStateType], { description: 'Confirmed before it and never given anything: they hold nothing to permit by, and nothing waits for them.' }) neverGiven!: GatewayStateType[];
  @Field(() => Boolean, { description: 'Every gateway that serves it and was ever given anything has applied it or passed its refuse limit.' }) complete!: boolean;

  static from(answer: AppliedAnswer): AppliedStatementType {
    const { publication, stopList, complete } = answer;
    const [applied, waiting, neverGiven] = [answer.applied, answer.waiting, answer.neverGiven].map((rows) => rows.map((row) => GatewayStateType.from(row)));
    return Object.assign(new AppliedStatementType(), { publication, stopList, complete, applied, waiting, neverGiven });
  }
}
