import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { isSeen, obstaclesTo, viewsSeen } from '@accord/agreements';
import type { SightRow, StopDetails } from '../read-models/sights.js';

@ArgsType()
export class SightArgs {
  @Field(() => String, { defaultValue: 'DCR', description: 'The code of the service, e.g. DCR.' }) service!: string;
  @Field(() => String, { description: 'ODS code of the organisation whose records would be seen.' }) provider!: string;
  @Field(() => String, { description: 'ODS code of the organisation that would see them.' }) consumer!: string;
  @Field(() => String, { description: 'The code of the view, e.g. medication.' }) view!: string;
}

@ObjectType('SignedPage', { description: 'The signed document of one side. Its link works for whoever may read that evidence.' })
export class SignedPageType {
  @Field(() => ID) id!: string;
  @Field(() => String) sha256!: string;

  static from(page: { readonly id: string; readonly sha256: string } | null): SignedPageType | null {
    return page === null ? null : Object.assign(new SignedPageType(), { id: page.id, sha256: page.sha256 });
  }
}

@ObjectType('SightObstacle', { description: 'One thing that would have to be otherwise for the view to be seen.' })
export class SightObstacleType {
  @Field(() => String, { description: 'participation, part, dates, gates, view-set, stop, view or certificate' }) kind!: string;
  @Field(() => String, { nullable: true, description: 'What it is now: the state of a part; not-begun or ended; closed, unpublished or failing; who stopped; expired or none.' }) state!: string | null;
  @Field(() => String, { nullable: true, description: 'ODS code of the organisation it lies with.' }) odsCode!: string | null;
  @Field(() => Date, { nullable: true }) since!: Date | null;
  @Field(() => String, { nullable: true, description: 'As far as the reader may know it.' }) reason!: string | null;
  @Field(() => ID, { nullable: true, description: 'The stop, or the part, it lies in.' }) subject!: string | null;
}

@ObjectType('Sight', { description: 'What one viewing organisation sees of one sharing organisation under one agreement, and what is in the way.' })
export class SightType {
  @Field(() => ID) agreementId!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) localityCode!: string;
  @Field(() => String) providerOdsCode!: string;
  @Field(() => String) providerName!: string;
  @Field(() => String) consumerOdsCode!: string;
  @Field(() => String) consumerName!: string;
  @Field(() => String) participation!: string;
  @Field(() => String) part!: string;
  @Field(() => ID) participationId!: string;
  @Field(() => ID) partId!: string;
  @Field(() => Date) since!: Date;
  @Field(() => Date) until!: Date;
  @Field(() => [String], { description: 'The views agreed.' }) views!: string[];
  @Field(() => [String], { description: 'Those of them that are seen now.' }) viewsSeen!: string[];
  @Field(() => SignedPageType, { nullable: true }) providerEvidence!: SignedPageType | null;
  @Field(() => SignedPageType, { nullable: true }) consumerEvidence!: SignedPageType | null;
  @Field(() => [SightObstacleType], { description: 'Why the view asked for is not seen; where no view was asked for, why none is.' }) obstacles!: SightObstacleType[];

  static from(row: SightRow, at: Date, view: string | null): SightType {
    const { agreementId, reference, localityCode, providerOdsCode, providerName, consumerOdsCode, consumerName, participation, part, participationId, partId, until } = row;
    return Object.assign(new SightType(), {
      agreementId, reference, localityCode, providerOdsCode, providerName, consumerOdsCode, consumerName, participation, part, participationId, partId, until,
      since: row.from, views: [...row.views], viewsSeen: [...viewsSeen(row, at)], providerEvidence: SignedPageType.from(row.providerEvidence), consumerEvidence: SignedPageType.from(row.consumerEvidence),
      obstacles: obstaclesIn(row, at, view),
    });
  }
}

@ObjectType('WhoCanSee', { description: 'Whether a viewing organisation sees one view of a sharing organisation now, and what decides it.' })
export class WhoCanSeeType {
  @Field(() => Boolean) isSeen!: boolean;
  @Field(() => Date) at!: Date;
  @Field(() => String) providerOdsCode!: string;
  @Field(() => String, { nullable: true, description: 'Null where the directory has no such organisation.' }) providerName!: string | null;
  @Field(() => String) consumerOdsCode!: string;
  @Field(() => String, { nullable: true }) consumerName!: string | null;
  @Field(() => String) service!: string;
  @Field(() => String) view!: string;
  @Field(() => SightType, { nullable: true, description: 'The agreement that permits it, else the one with the fewest obstacles; null where none names both.' }) sight!: SightType | null;
  @Field(() => Int, { description: 'Agreements that name both.' }) agreements!: number;
  @Field(() => Int, { nullable: true, description: 'The publication gateways are told of now.' }) publication!: number | null;
}

/** The agreement that permits the view, else the one that needs the least. */
export function nearest(rows: readonly SightRow[], view: string, at: Date): SightRow | null {
  const ranked = rows.map((row) => ({ row, missing: isSeen(row, view, at) ? 0 : obstaclesTo(row, view, at).length }));
  return ranked.sort((a, b) => a.missing - b.missing || b.row.participationAt.getTime() - a.row.participationAt.getTime())[0]?.row ?? null;
}

function obstaclesIn(row: SightRow, at: Date, asked: string | null): SightObstacleType[] {
  if (asked === null && viewsSeen(row, at).length > 0) return [];
  const view = asked ?? row.views[0] ?? '';
  const { providerOdsCode, consumerOdsCode } = row;
  const of = (kind: string, more: Partial<SightObstacleType>): SightObstacleType => Object.assign(new SightObstacleType(), { kind, state: null, odsCode: null, since: null, reason: null, subject: null, ...more });
  return obstaclesTo(row, view, at).flatMap((kind): SightObstacleType[] => {
    switch (kind) {
      case 'participation': return [of(kind, { state: row.participation, odsCode: providerOdsCode, since: row.participationAt, subject: row.participationId })];
      case 'part': return [of(kind, { state: row.part, odsCode: consumerOdsCode, since: row.partAt, subject: row.partId })];
      case 'dates': return [at < row.from ? of(kind, { state: 'not-begun', since: row.from }) : of(kind, { state: 'ended', since: row.until })];
      case 'gates': return [gateObstacle(row, of)];
      case 'stop': return row.stops.filter((stop) => stop.from <= at && (stop.views === null || stop.views.includes(view))).map((stop) => stopObstacle(stop, of));
      case 'certificate': return [of(kind, { state: row.certificateEnded === null ? 'none' : 'expired', odsCode: consumerOdsCode, since: row.certificateEnded })];
      default: return [of(kind, { odsCode: consumerOdsCode })];
    }
  });
}

type Of = (kind: string, more: Partial<SightObstacleType>) => SightObstacleType;

function gateObstacle(row: SightRow, of: Of): SightObstacleType {
  if (row.providerClosed) return of('gates', { state: 'closed', odsCode: row.providerOdsCode });
  if (row.consumerClosed) return of('gates', { state: 'closed', odsCode: row.consumerOdsCode });
  if (!row.isHeld) return of('gates', { state: 'not-paired', odsCode: row.providerOdsCode });
  return of('gates', { state: row.isUnpublished ? 'unpublished' : 'failing', odsCode: row.providerOdsCode });
}

function stopObstacle(stop: StopDetails, of: Of): SightObstacleType {
  return of('stop', { state: stop.imposedSide, odsCode: stop.imposedFor, since: stop.from, reason: stop.reason, subject: stop.id });
}
