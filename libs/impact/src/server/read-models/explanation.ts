import { isSeen } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { Service } from '@accord/views';
import { explainedFactsOf, type AskedAnew } from '../../contract/agreement-sight.js';
import type { Moment } from '../../contract/asked-moment.js';
import { explain, nearest, type Explanation, type Found } from '../../contract/explanation.js';
import { soonerEnd, type GatesAhead } from '../../contract/sooner-end.js';
import { sightThen, sinceWhen } from '../../contract/time-travel.js';
import { gatesOf } from './gates-of.js';
import { sights, type Sights, type Wanted } from './sights.js';
import { sharingsInTime, sightsAsItWas, type NamedSharing } from './time-travel.js';
import { namesOf, viewSetsOf } from './viewing-organisations.js';

/**
 * Who sees what at a moment. Now, and by what was known at the very instant asked about, gates are read as gateways are told of them; at any
 * other, by the dated facts themselves, because what was recorded later was told to nobody then.
 */
export async function sightsAt(tx: Tx, wanted: Wanted, moment: Moment, inTime?: readonly NamedSharing[]): Promise<Sights> {
  if (moment.reading === 'now') return sights(tx, wanted);
  if (moment.asKnownAt?.getTime() === moment.at.getTime()) return sights(tx, wanted, moment.at);
  const sharings = inTime ?? await sharingsInTime(tx, wanted, moment.asKnownAt ?? timeOf(tx));
  return { rows: await sightsAsItWas(tx, sharings, moment.at), publication: null };
}

export interface Question {
  readonly service: Service;
  readonly provider: string;
  readonly consumer: string;
  readonly view: { readonly code: string; readonly name: string };
  readonly moment: Moment;
}

/** Whether one viewing organisation sees one view of one sharing organisation, with all that explains it. */
export async function explanationOf(tx: Tx, { service, provider, consumer, view, moment }: Question): Promise<Explanation> {
  const { at } = moment;
  const wanted = { service: service.code, provider, consumer };
  const inTime = await sharingsInTime(tx, wanted, moment.asKnownAt ?? timeOf(tx));
  const found = await sightsAt(tx, wanted, moment, inTime);
  const names = await namesOf(tx, [provider, consumer]);
  const place = (odsCode: string) => ({ odsCode, name: names.get(odsCode) ?? null });
  const seen = (rows: Sights['rows']): boolean => rows.some((row) => isSeen(row, view.code, at));
  const byFacts = inTime.some((sharing) => {
    const then = sightThen(sharing, at);
    return then !== null && isSeen(then.facts, view.code, at);
  });
  // Where gateways have not heard of the facts yet, since when is not known either.
  const since = seen(found.rows) === byFacts ? sinceWhen(inTime, view.code, at) : null;
  const known = moment.reading === 'now' ? await knownOf(tx, found.rows, wanted, view.code, at) : NOTHING_KNOWN;
  const askedAnew = moment.reading === 'now' && !seen(found.rows) ? await askedAnewOf(tx, found.rows) : new Map<string, AskedAnew>();
  const named = moment.reading === 'now' ? nearest(found.rows, view.code, at) : null;
  const sooner = named === null || !isSeen(named, view.code, at) ? null : soonerEnd(await gatesAhead(tx, provider, consumer, at), at, named.until);
  return explain({ service: service.code, provider: place(provider), consumer: place(consumer), view, ...moment }, { ...found, since, known, askedAnew, sooner });
}

const NOTHING_KNOWN: Found['known'] = { otherViewsProposed: false, providerOpen: true, consumerOpen: true, isHosted: true, hasCertificate: true, systemsStopped: false, views: [], stops: [] };

/** What a new agreement between the two would meet. Gates of organisations nobody can ask about are met, or found missing, on going live. */
async function knownOf(tx: Tx, rows: Sights['rows'], { service, provider, consumer }: { service: string; provider: string; consumer: string }, view: string, at: Date): Promise<Found['known']> {
  const [set] = (await viewSetsOf(tx, consumer)).filter(({ serviceCode }) => serviceCode === service);
  const views = set?.views.map(({ code }) => code) ?? [view];
  const otherViewsProposed = await proposalRuns(tx, service, consumer);
  if (rows[0] !== undefined) return { ...explainedFactsOf(rows[0], at, otherViewsProposed), views };
  const closed = await sql<{ code: string }>(tx, `
    SELECT code FROM unnest($1::text[]) AS asked (code) WHERE coalesce(organisation_open_until(code), 'infinity') <= $2::timestamptz`, [[provider, consumer], at]);
  const isOpen = (code: string): boolean => !closed.some((each) => each.code === code);
  return { ...NOTHING_KNOWN, otherViewsProposed, providerOpen: isOpen(provider), consumerOpen: isOpen(consumer), views };
}

async function proposalRuns(tx: Tx, service: string, consumer: string): Promise<boolean> {
  const [found] = await sql<{ runs: boolean }>(tx, `SELECT EXISTS (SELECT FROM view_set_proposal proposal
    JOIN viewing_organisation_member member ON member.viewing_organisation_id = proposal.viewing_organisation_id AND member.ods_code = $2 AND member.during @> accord_at()
    WHERE proposal.service_code = $1 AND proposal.running_during @> accord_at()) AS runs`, [service, consumer]);
  return found!.runs;
}

async function gatesAhead(tx: Tx, provider: string, consumer: string, at: Date): Promise<GatesAhead> {
  const gates = await gatesOf(tx, [provider, consumer], at);
  const [sharing, looking] = [gates.get(provider), gates.get(consumer)];
  return { providerOpenUntil: sharing?.openUntil ?? at, hostedUntil: sharing?.hostedUntil ?? at, consumerOpenUntil: looking?.openUntil ?? at, certificates: looking?.certificates ?? [] };
}

type Anew = AskedAnew & { readonly agreementId: string };

/** The newest version of each agreement where it is open for signing beside what one of them has signed, and how far they are with it. */
async function askedAnewOf(tx: Tx, rows: Sights['rows']): Promise<ReadonlyMap<string, AskedAnew>> {
  const found = await Promise.all(rows.filter(({ agreementState }) => agreementState === 'open' || agreementState === 'closed').map(async (row) => {
    const [anew] = await sql<Anew>(tx, ASKED_ANEW, [row.agreementId, row.providerOdsCode, row.consumerOdsCode, row.participationId, row.partId, row.providerVersion, row.consumerVersion]);
    return anew;
  }));
  return new Map(found.filter((anew) => anew !== undefined).map((anew) => [anew.agreementId, anew]));
}

/** Who declined it, or for whom it lapsed, is asked by another. */
const ASKED_ANEW = `
  SELECT newest.agreement_id AS "agreementId", newest.number AS version, lower(newest.during) AS "from", upper(newest.during) AS until, named.views, awaits_cut_over(newest.proposal_id) AS "awaitsCutOver",
    CASE WHEN newest.number > $6 THEN sharing.state END AS participation, CASE WHEN newest.number > $7 THEN looking.state END AS part
  FROM (SELECT version.* FROM agreement_version version LEFT JOIN view_set_proposal proposal ON proposal.id = version.proposal_id
    WHERE version.agreement_id = $1 AND version.locked_at IS NOT NULL AND proposal_state(proposal, accord_at()) IS DISTINCT FROM 'lapsed' ORDER BY version.number DESC LIMIT 1) newest
  JOIN agreement_version_consumer named ON named.version_id = newest.id AND named.consumer_ods_code = $3
  JOIN agreement_version_provider provides ON provides.version_id = newest.id AND provides.provider_ods_code = $2
  LEFT JOIN renewal sharing ON sharing.participation_id = $4 AND sharing.agreement_version_id = newest.id AND sharing.state NOT IN ('declined', 'lapsed')
  LEFT JOIN renewal looking ON looking.consumer_part_id = $5 AND looking.agreement_version_id = newest.id AND looking.state NOT IN ('declined', 'lapsed')
  WHERE (newest.number > $6 OR newest.number > $7) AND (newest.number <= $6 OR sharing.state IS NOT NULL) AND (newest.number <= $7 OR looking.state IS NOT NULL)`;
