import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalBytes } from '@accord/enforcement';
import type { Act, Look } from './diary.js';
import { CONSUMERS, type FaultWorld, FIRST_CERTIFICATES, LANES } from './fault-world.js';
import { type Deed, ReferenceModel } from './reference-model.js';

const MINUTE = 60_000;
/** How long a gateway may call itself fresh by a stop list that is not the newest, and go on at all (design, section 6). */
const FRESH = 5 * MINUTE;
const REFUSE_LIMIT = 24 * 60 * MINUTE;

interface Kept { readonly key: string; readonly records: number; readonly announced: number; readonly published: number | null }
interface Publication {
  readonly number: number;
  readonly previous: number | null;
  readonly hash: string;
  readonly previous_hash: string | null;
  readonly stops: number;
  readonly at: Date;
  readonly announced: number;
  readonly recorded: number;
}

/**
 * Holds the diary against what is on disk. Gives a sentence for each thing that was acknowledged and is not there, for each permit that was not lawful, and for
 * each gap; an empty list means that nothing was lost.
 */
export async function judge(world: FaultWorld): Promise<string[]> {
  const { acts, looks } = world.diary;
  const kept = await keptActs(world, acts);
  const publications = await publicationsOf(world);
  return [
    ...lostActs(acts, kept), ...await unaskedActs(world, acts), ...await lostRefusals(world, acts), ...await lostLooks(world, looks),
    ...brokenChain(publications), ...await unsigned(world, publications), ...await heldByGateway(world, publications), ...unlawful(acts, looks, kept, publications), ...fallen(looks),
  ];
}

/** The transaction that kept the answer to a key is the one that has to hold the record and the announcement. */
async function keptActs(world: FaultWorld, acts: readonly Act[]): Promise<Map<string, Kept>> {
  const rows = await world.sql<Kept>(`
    WITH kept AS (SELECT key, xmin::text::bigint AS tx FROM idempotency WHERE key = ANY ($1)),
      record AS (SELECT mod(transaction_id::text::numeric, 4294967296)::bigint AS tx, count(*) AS many FROM change_record WHERE outcome = 'done' GROUP BY 1),
      said AS (SELECT mod(transaction_id::text::numeric, 4294967296)::bigint AS tx, count(*) AS many, min(published_in) AS published FROM outbox GROUP BY 1)
    SELECT key, coalesce(record.many, 0)::integer AS records, coalesce(said.many, 0)::integer AS announced, said.published FROM kept LEFT JOIN record USING (tx) LEFT JOIN said USING (tx)`, [acts.map(({ key }) => key)]);
  return new Map(rows.map((row) => [row.key, row]));
}

function lostActs(acts: readonly Act[], kept: ReadonlyMap<string, Kept>): string[] {
  return acts.flatMap((act) => {
    const found = kept.get(act.key);
    const name = `#${act.number} ${act.name}`;
    if (act.outcome === 'refused') return found === undefined ? [] : [`${name} was refused, and was done`];
    if (act.outcome === 'unknown') return [];
    if (found === undefined) return [`${name} was acknowledged, and is lost`];
    if (found.records === 0) return [`${name} was acknowledged, and has no change record`];
    if (found.announced === 0) return [`${name} was acknowledged, and is announced to nobody`];
    return found.published === null ? [`${name} was acknowledged, and no publication shows it`] : [];
  });
}

/** What was done twice, or by nobody: a transaction with a person's record that keeps the answer to no key of ours. */
async function unaskedActs(world: FaultWorld, acts: readonly Act[]): Promise<string[]> {
  const first = acts[0];
  if (first === undefined) return [];
  const rows = await world.sql<{ type: string; subject: string }>(`
    SELECT type, subject FROM change_record record WHERE outcome = 'done' AND actor_kind = 'person' AND type ~ '^(agreement|amendment|participation|part|activation|stop|certificate)[.]'
      AND transaction_id > (SELECT min(transaction_id) FROM change_record own JOIN idempotency ON idempotency.xmin::text::bigint = mod(own.transaction_id::text::numeric, 4294967296)::bigint WHERE key = $2)
      AND NOT EXISTS (SELECT FROM idempotency WHERE key = ANY ($1) AND xmin::text::bigint = mod(record.transaction_id::text::numeric, 4294967296)::bigint)`, [acts.map(({ key }) => key), first.key]);
  return rows.map(({ type, subject }) => `${type} of ${subject} was done, and nobody asked for it`);
}

async function lostRefusals(world: FaultWorld, acts: readonly Act[]): Promise<string[]> {
  const refused = acts.filter(({ outcome }) => outcome === 'refused');
  const rows = await world.sql<{ subject: string; code: string; many: number }>(`SELECT subject, refusal_code AS code, count(*)::integer AS many FROM change_record WHERE outcome = 'refused' GROUP BY 1, 2`);
  const found = new Map(rows.map(({ subject, code, many }) => [`${subject} ${code}`, many]));
  const told = new Map<string, number>();
  for (const { subject, code } of refused) told.set(`${subject} ${code}`, (told.get(`${subject} ${code}`) ?? 0) + 1);
  return [...told].flatMap(([what, many]) => ((found.get(what) ?? 0) >= many ? [] : [`${what} was refused ${many} times, and stands ${found.get(what) ?? 0} times on record`]));
}

async function lostLooks(world: FaultWorld, looks: readonly Look[]): Promise<string[]> {
  const rows = await world.sql<{ message: string; decision: string; reason: string; publication: number; stops: number; many: number }>(`
    SELECT message_id AS message, min(decision) AS decision, min(reason) AS reason, min(publication_number) AS publication, min(stop_list_number) AS stops, count(*)::integer AS many
    FROM access_event WHERE message_id = ANY ($1) GROUP BY message_id`, [looks.map(({ messageId }) => messageId)]);
  const found = new Map(rows.map((row) => [row.message, row]));
  return looks.flatMap((look) => {
    const row = found.get(look.messageId);
    if (row === undefined) return look.publication === 0 ? [] : [`${look.messageId} was answered (${look.decision}), and is not in the access log`];
    const isSame = row.many === 1 && row.decision === look.decision && row.reason === look.reason && row.publication === look.publication && row.stops === look.stopList;
    return isSame ? [] : [`${look.messageId} was answered ${look.decision} ${look.reason} at ${look.publication}, and the log holds ${JSON.stringify(row)}`];
  });
}

function publicationsOf(world: FaultWorld): Promise<Publication[]> {
  return world.sql<Publication>(`
    SELECT number, previous_number AS previous, hash, previous_hash, stop_list_number AS stops, published_at AS at, (SELECT count(*)::integer FROM outbox WHERE published_in = number) AS announced,
      (SELECT count(*)::integer FROM change_record WHERE type = 'publication.issued' AND subject = number::text) AS recorded FROM publication ORDER BY number`);
}

/** Numbered without gaps, each behind the one before, each on record, and none without something that was done. */
function brokenChain(publications: readonly Publication[]): string[] {
  return publications.flatMap(({ number, previous, previous_hash: hash, announced, recorded }, at) => {
    const before = publications[at - 1];
    if (number !== at + 1) return [`publication ${at + 1} is missing before ${number}`];
    if (previous !== (before?.number ?? null) || hash !== (before?.hash ?? null)) return [`publication ${number} does not follow ${number - 1}`];
    if (recorded !== 1) return [`publication ${number} stands ${recorded} times on record`];
    return number > 1 && announced === 0 ? [`publication ${number} shows nothing that was done`] : [];
  });
}

interface Signed {
  readonly signed: {
    readonly targets?: Readonly<Record<string, { hashes: { sha256: string } }>>;
    readonly delegations?: {
      readonly keys: Readonly<Record<string, { keyval: { public: string } }>>;
      readonly roles: readonly { readonly name: string; readonly keyids: readonly string[] }[];
    };
  };
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** Each publication is listed in metadata that the key of its role signed, judged by nothing but node's own Ed25519. */
async function unsigned(world: FaultWorld, publications: readonly Publication[]): Promise<string[]> {
  const { signed: { delegations } } = JSON.parse(readFileSync(join(world.installation.home.metadata, '1.targets.json'), 'utf8')) as Signed;
  const keyIds = delegations!.roles.find(({ name }) => name === 'localities')!.keyids;
  const rows = await world.sql<{ number: number; content: Buffer }>(`SELECT publication_number AS number, content FROM tuf_metadata WHERE role = 'localities' AND publication_number IS NOT NULL`);
  const listed = new Map<number, string>();
  for (const { number, content } of rows) {
    const { signed, signatures } = JSON.parse(content.toString()) as Signed;
    const isSigned = signatures.some(({ keyid, sig }) => keyIds.includes(keyid) && verify(null, canonicalBytes(signed), ed25519(delegations!.keys[keyid]!.keyval.public), Buffer.from(sig, 'hex')));
    const target = Object.entries(signed.targets ?? {}).find(([path]) => path.startsWith('localities/publication'))?.[1];
    if (isSigned && target !== undefined) listed.set(number, target.hashes.sha256);
  }
  return publications.flatMap(({ number, hash }) => (listed.get(number) === hash ? [] : [`publication ${number} is not signed for`]));
}

function ed25519(hex: string): ReturnType<typeof createPublicKey> {
  return createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(hex, 'hex')]), format: 'der', type: 'spki' });
}

/** What the gateway holds is the publication of that number, and not another one that once had it. */
async function heldByGateway(world: FaultWorld, publications: readonly Publication[]): Promise<string[]> {
  const { publication } = JSON.parse(readFileSync(join(world.installation.home.gateway, 'feed', 'held.json'), 'utf8')) as { publication: { number: number } };
  const hash = createHash('sha256').update(canonicalBytes(publication)).digest('hex');
  const found = publications.find(({ number }) => number === publication.number);
  return found?.hash === hash ? [] : [`the gateway applied publication ${publication.number} as ${hash}, and it is ${found?.hash ?? 'nowhere'}`];
}

/** Replays what was done, publication by publication, and asks the model every question that the gateway answered by it. */
function unlawful(acts: readonly Act[], looks: readonly Look[], kept: ReadonlyMap<string, Kept>, publications: readonly Publication[]): string[] {
  const shown = new Map<number, Deed[]>();
  for (const { key, deed } of acts) {
    const published = kept.get(key)?.published ?? null;
    if (deed !== null && published !== null) shown.set(published, [...(shown.get(published) ?? []), deed]);
  }
  const model = new ReferenceModel(LANES, FIRST_CERTIFICATES);
  const at = [...looks].sort((one, other) => one.publication - other.publication);
  let replayed = 0;
  return at.flatMap((look) => {
    for (; replayed < look.publication; replayed += 1) for (const deed of shown.get(replayed + 1) ?? []) model.take(deed);
    const name = `${look.messageId} (${look.certificate}, ${look.provider}, ${look.view}) was answered ${look.decision} ${look.reason} at publication ${look.publication}`;
    const mayBe = model.permits(look.certificate, look.provider, look.view);
    if (look.reason === 'NOTHING_LOADED') return [`${name}, after a publication had been applied`];
    if ((look.decision === 'permit') !== mayBe) return [`${name}, which was ${mayBe ? 'lawful' : 'unlawful'} by then`];
    if (look.decision !== 'permit') return [];
    const publication = publications[look.publication - 1];
    if (publication?.stops !== look.stopList) return [`${name} by stop list ${look.stopList}, which it never had`];
    const next = publications[look.publication];
    const age = next === undefined ? 0 : look.decidedAt - next.at.getTime();
    return age > (look.freshness === 'fresh' ? FRESH : REFUSE_LIMIT) ? [`${name}, called ${look.freshness}, ${age} ms after the next one`] : [];
  });
}

/** What a gateway holds never falls, across its restarts too. */
function fallen(looks: readonly Look[]): string[] {
  const inOrder = [...looks].sort((one, other) => one.decidedAt - other.decidedAt);
  let highest = inOrder[0];
  return inOrder.flatMap((look) => {
    if (highest !== undefined && look.publication < highest.publication && look.decidedAt > highest.decidedAt) return [`${look.messageId} was decided by publication ${look.publication}, after ${highest.messageId} by ${highest.publication}`];
    if (highest === undefined || look.publication > highest.publication) highest = look;
    return [];
  });
}

/** The pairs that SQL says are in force now: both parts live, one agreement, in dates, one current view set, nothing standing in the way. */
export async function pairsInForce(world: FaultWorld): Promise<Set<string>> {
  const rows = await world.sql<{ pair: string }>(`
    SELECT provider_ods_code || ' ' || part.consumer_ods_code AS pair FROM participation party
      JOIN consumer_part part USING (agreement_id) JOIN sharing_agreement agreement ON agreement.id = agreement_id AND agreement.state IN ('open', 'closed')
      JOIN participation_terms proved ON proved.participation_id = party.id AND proved.consumer_ods_code = part.consumer_ods_code AND proved.view_set_id = part.view_set_id
      JOIN agreement_version version ON version.id = party.agreement_version_id AND version.during @> $1::timestamptz
      JOIN view_set ON view_set.id = part.view_set_id AND view_set.current_during @> $1::timestamptz
    WHERE party.state = 'live' AND part.state = 'live' AND part.consumer_ods_code = ANY ($2)
      AND NOT EXISTS (SELECT FROM stop WHERE lifted_at IS NULL AND ((scope_kind = 'pair'
          AND stop.agreement_id = party.agreement_id AND stop.provider_ods_code = party.provider_ods_code AND stop.consumer_ods_code = part.consumer_ods_code)
        OR (scope_kind = 'consumer' AND stop.consumer_ods_code = part.consumer_ods_code)))`, [new Date(), CONSUMERS]);
  return new Set(rows.map(({ pair }) => pair));
}
