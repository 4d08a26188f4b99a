import type { Client } from 'pg';
import { canonicalJson, sha256Hex } from '@accord/kernel';

// The tables as they lie at one instant, in one statement: one snapshot, whoever is writing beside it. Times are milliseconds.
const ms = (time: string): string => `round(extract(epoch FROM ${time}) * 1000)::bigint`;
const during = (range: string): string => `${ms(`lower(${range})`)} AS "from", ${ms(`upper(${range})`)} AS until`;
const party = (table: string, side: string, more: string): string => `SELECT id, '${side}' AS side, ${side}_ods_code AS "odsCode", agreement_id AS agreement, agreement_version_id AS version, state, terms_digest AS digest,
  evidence_id AS evidence, drafted_by AS drafter, submitted_by AS submitter, verified_by AS verifier, approved_by AS approver, ${more} AS "viewSet" FROM ${table}`;
const TABLES: Readonly<Record<keyof Tables, string>> = {
  sets: `SELECT id, service_code AS service, viewing_organisation_id AS organisation, views, ${during('current_during')} FROM view_set WHERE current_during IS NOT NULL`,
  members: `SELECT ods_code AS "odsCode", viewing_organisation_id AS organisation, ${during('during')} FROM viewing_organisation_member`,
  agreements: `SELECT sharing_agreement.id, reference, service_code AS service, content_model AS "contentModel", state, ${ms('ended_at')} AS ended FROM sharing_agreement JOIN service ON service.code = service_code`,
  versions: `SELECT id, agreement_id AS agreement, locked_at IS NOT NULL AS locked, purpose, purpose_class AS "purposeClass", lawful_basis AS "lawfulBasis", clauses, begins_on::text AS "beginsOn", review_on::text AS "reviewOn", ends_on::text AS "endsOn",
    ${during('during')}, ARRAY(SELECT provider_ods_code FROM agreement_version_provider WHERE version_id = version.id) AS providers,
    (SELECT coalesce(json_agg(json_build_object('odsCode', consumer_ods_code, 'views', views, 'viewSet', view_set_id) ORDER BY consumer_ods_code COLLATE "C"), '[]') FROM agreement_version_consumer WHERE version_id = version.id) AS consumers FROM agreement_version version`,
  parties: `${party('participation', 'provider', 'NULL::uuid')} UNION ALL ${party('consumer_part', 'consumer', 'view_set_id')}`,
  evidence: `SELECT id, side, ods_code AS "odsCode", agreement_version_id AS version, terms_digest AS digest, state, invalidated_at IS NOT NULL AS invalidated, authority_id AS authority, signatory_person_id AS signatory, ${ms('signed_at')} AS signed,
    submitted_by AS submitter, verified_by AS verifier FROM evidence`,
  register: `SELECT id, ods_code AS "odsCode", person_id AS person, ${during('during')}, ${ms('ended_at')} AS ended, confirmed_by IS NOT NULL AS confirmed FROM authority`,
  pairs: `SELECT agreement_id AS agreement, service_code AS service, provider_ods_code AS provider, consumer_ods_code AS consumer, participation_id AS participation, consumer_part_id AS part, view_set_id AS "viewSet", ${during('held_during')}
    FROM pair WHERE NOT isempty(held_during)`,
};

interface During { readonly from: number | null; readonly until: number | null }
interface Tables {
  readonly sets: readonly (During & { readonly id: string; readonly service: string; readonly organisation: string; readonly views: readonly string[] })[];
  readonly members: readonly (During & { readonly odsCode: string; readonly organisation: string })[];
  readonly agreements: readonly { readonly id: string; readonly reference: string; readonly service: string; readonly contentModel: string; readonly state: string; readonly ended: number | null }[];
  readonly versions: readonly (During & Words & { readonly id: string; readonly agreement: string; readonly locked: boolean; readonly providers: readonly string[]; readonly consumers: readonly { readonly odsCode: string; readonly views: readonly string[]; readonly viewSet: string | null }[] })[];
  readonly parties: readonly Party[];
  readonly evidence: readonly { readonly id: string; readonly side: string; readonly odsCode: string; readonly version: string; readonly digest: string; readonly state: string; readonly invalidated: boolean; readonly authority: string; readonly signatory: string; readonly signed: number; readonly submitter: string; readonly verifier: string | null }[];
  readonly register: readonly (During & { readonly id: string; readonly odsCode: string; readonly person: string; readonly ended: number | null; readonly confirmed: boolean })[];
  readonly pairs: readonly (During & { readonly agreement: string; readonly service: string; readonly provider: string; readonly consumer: string; readonly participation: string; readonly part: string; readonly viewSet: string })[];
}
interface Words { readonly purpose: string; readonly purposeClass: string; readonly lawfulBasis: string; readonly clauses: readonly string[]; readonly beginsOn: string; readonly reviewOn: string; readonly endsOn: string }
interface Party {
  readonly id: string; readonly side: 'provider' | 'consumer'; readonly odsCode: string; readonly agreement: string; readonly version: string; readonly state: string; readonly digest: string;
  readonly evidence: string | null; readonly drafter: string; readonly submitter: string | null; readonly verifier: string | null; readonly approver: string | null; readonly viewSet: string | null;
}

const covers = ({ from, until }: During, instant: number): boolean => (from ?? -Infinity) <= instant && instant < (until ?? Infinity);
const meets = (one: During, other: During): boolean => Math.max(one.from ?? -Infinity, other.from ?? -Infinity) < Math.min(one.until ?? Infinity, other.until ?? Infinity);
const TAKES_PART = new Set(['live', 'suspended']);

/**
 * What rules R1, R2 and R4 of the design do not hold at an instant, read from the tables alone. It shares nothing with what keeps them: no
 * constraint, no query, no code of a use-case. An empty answer is what every world must give, at every instant, whoever does what beside whom.
 */
export async function brokenRules(client: Client, at: Date): Promise<readonly string[]> {
  const { rows: [row] } = await client.query<{ tables: Tables }>(`SELECT json_build_object(${Object.entries(TABLES).map(([name, text]) => `'${name}', (SELECT coalesce(json_agg(row_to_json(lying)), '[]') FROM (${text}) lying)`).join(', ')}) AS tables`);
  const tables = row!.tables;
  return [...setsAtOnce(tables), ...pairsOfTheirSet(tables, at.getTime()), ...signed(tables), ...pairsHeldOnce(tables), ...pairsBetweenThoseWhoAgreed(tables, at.getTime())];
}

/** R1: at no instant two sets for one viewing organisation and service; and one organisation for each code. */
function* setsAtOnce({ sets, members }: Tables): Iterable<string> {
  for (const [one, other] of couples(sets)) if (one.service === other.service && one.organisation === other.organisation && meets(one, other)) yield `R1: two sets at once, ${one.id} and ${other.id}`;
  for (const [one, other] of couples(members)) if (one.odsCode === other.odsCode && meets(one, other)) yield `R1: ${one.odsCode} belongs to two viewing organisations at once`;
}

/** R1: whoever is seen now is seen by the set that is current, on both sides; so every provider shares the same views with a consumer. */
function* pairsOfTheirSet({ sets, members, parties, versions, pairs }: Tables, now: number): Iterable<string> {
  const [party, version] = [byId(parties), byId(versions)];
  for (const pair of pairs.filter((each) => covers(each, now))) {
    const name = `${pair.provider} ${pair.consumer}`;
    const organisation = members.find((each) => each.odsCode === pair.consumer && covers(each, now))?.organisation;
    const current = sets.find((each) => each.service === pair.service && each.organisation === organisation && covers(each, now));
    if (current?.id !== pair.viewSet) yield `R1: the pair ${name} is held by another set than the current one`;
    if (party.get(pair.part)?.viewSet !== pair.viewSet) yield `R1: the pair ${name} is held by another set than the viewing organisation agreed to`;
    const named = version.get(party.get(pair.participation)?.version ?? '')?.consumers.find(({ odsCode }) => odsCode === pair.consumer);
    if (named?.viewSet !== pair.viewSet || `${named.views}` !== `${current?.views}`) yield `R1: the pair ${name} is held by other views than the practice signed for`;
  }
}

/** R2: who takes part signed, by somebody in the register that day, exactly the words of the version it is on; somebody else has verified it, a third approved it (R3). */
function* signed({ parties, versions, agreements, evidence, register }: Tables): Iterable<string> {
  const [version, agreement, proof, authority] = [byId(versions), byId(agreements), byId(evidence), byId(register)];
  for (const each of parties.filter(({ state }) => TAKES_PART.has(state))) {
    const [words, signature] = [version.get(each.version)!, proof.get(each.evidence ?? '')];
    const name = `${each.odsCode}, ${each.state}`;
    if (digestOf(agreement.get(each.agreement)!, words) !== each.digest || !words.locked) yield `R2: ${name} on words that are not those of its version`;
    if (!(each.side === 'provider' ? words.providers : words.consumers.map(({ odsCode }) => odsCode)).includes(each.odsCode)) yield `R2: ${name} by a version that does not name it`;
    if (signature === undefined || signature.state !== 'verified' || (signature.invalidated && each.state === 'live')) {
      yield `R2: ${name} without verified evidence`;
      continue;
    }
    if (signature.side !== each.side || signature.odsCode !== each.odsCode || signature.digest !== each.digest || signature.version !== each.version) yield `R2: ${name} on evidence for something else`;
    const entry = authority.get(signature.authority);
    if (entry?.odsCode !== each.odsCode || entry.person !== signature.signatory || !entry.confirmed || !covers(entry, signature.signed) || (entry.ended ?? Infinity) <= signature.signed) yield `R2: ${name} on the signature of somebody who had no authority that day`;
    const people = [each.submitter, each.verifier, each.approver, each.drafter];
    if (signature.submitter !== each.submitter || signature.verifier !== each.verifier || people.includes(null) || new Set(people.slice(0, 3)).size < 3 || people.slice(0, 3).includes(each.drafter)) yield `R3: ${name} by fewer than three people`;
  }
}

/** R4: at one instant at most one participation covers a pair, whichever agreement holds it. */
function* pairsHeldOnce({ pairs }: Tables): Iterable<string> {
  for (const [one, other] of couples(pairs)) {
    if (one.service === other.service && one.provider === other.provider && one.consumer === other.consumer && meets(one, other)) yield `R4: ${one.provider} ${one.consumer} is held twice at once`;
  }
}

/** R4: no pair outside the dates that were signed, none of those who have gone, none when the agreement is over. */
function* pairsBetweenThoseWhoAgreed({ pairs, parties, versions, agreements }: Tables, now: number): Iterable<string> {
  const [party, version, agreement] = [byId(parties), byId(versions), byId(agreements)];
  for (const pair of pairs) {
    const name = `${pair.provider} ${pair.consumer}`;
    const [practice, viewer] = [party.get(pair.participation)!, party.get(pair.part)!];
    const dates = versions.filter((each) => each.agreement === pair.agreement && each.locked);
    if (pair.from! < Math.min(...dates.map(({ from }) => from!)) || pair.until! > Math.max(...dates.map(({ until }) => until!))) yield `R4: the pair ${name} is held outside every signed date`;
    const { ended } = agreement.get(pair.agreement)!;
    if (ended !== null && pair.until! > ended) yield `R4: the pair ${name} outlasts its agreement`;
    if (pair.until! <= now) continue;
    if (pair.until! > version.get(practice.version)!.until!) yield `R4: the pair ${name} is held outside the dates of its version`;
    if (!TAKES_PART.has(practice.state) || !TAKES_PART.has(viewer.state)) yield `R4: the pair ${name} is held though one side is ${practice.state} and the other ${viewer.state}`;
    if (practice.odsCode !== pair.provider || viewer.odsCode !== pair.consumer || practice.agreement !== pair.agreement || viewer.agreement !== pair.agreement) yield `R4: the pair ${name} is not of its two sides`;
  }
}

/** What people sign, said a second time: every word that binds, and nothing else. */
function digestOf({ reference, service, contentModel }: Tables['agreements'][number], { purpose, purposeClass, lawfulBasis, clauses, beginsOn, reviewOn, endsOn, consumers }: Tables['versions'][number]): string {
  return sha256Hex(canonicalJson({ beginsOn, clauses, consumers: consumers.map(({ odsCode, views }) => ({ odsCode, views })), contentModel, endsOn, lawfulBasis, purpose, purposeClass, reference, reviewOn, serviceCode: service }));
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> => new Map(rows.map((row) => [row.id, row]));

function* couples<T>(rows: readonly T[]): Iterable<readonly [T, T]> {
  for (const [place, one] of rows.entries()) for (const other of rows.slice(place + 1)) yield [one, other];
}
