import { loadBook } from '../book.js';
import { decide } from '../decide.js';
import { UpdateRefused } from '../refusals.js';
import { PushedSource, parsePushed } from '../pushed-update.js';
import type { Source } from '../source.js';
import type { Verified } from '../verified.js';
import { Verifier } from '../verifier.js';
import { DCR_VIEWS, FINGERPRINT } from './a-locality.js';
import type { MemoryStore } from './memory-store.js';
import type { TamperCase } from './tamper-case.js';
import { checked, type DiskCase } from './tamper-disk.js';
import type { JsonObject } from './tamper-draft.js';
import { SERVED, TAMPER_T0, type TamperStage } from './tamper-stage.js';
import { type Files, canonical } from './test-feed.js';

type Way = 'fetched' | 'pushed';

/** What a stage must look like before and after, worked out once. */
interface Expected {
  readonly decisions: string;
  /** The disk of a gateway that took the fourth publication and saw no tampering. */
  readonly afterNext: MemoryStore;
}

/** Cases that one gateway can be offered one after the other: none raises a floor that another would then be below. */
export function* inBatches(cases: readonly TamperCase[], size: number): Generator<readonly TamperCase[]> {
  const batches = new Map<TamperStage, Map<string, TamperCase[]>>();
  for (const tampered of cases) {
    const { stage } = tampered.draft;
    const ofStage = batches.get(stage) ?? new Map<string, TamperCase[]>();
    batches.set(stage, ofStage);
    const { timestamp, snapshot } = floorsAfter(tampered);
    const key = `${tampered.family} ${timestamp} ${snapshot}`;
    const batch = [...ofStage.get(key) ?? [], tampered];
    if (batch.length === size) yield batch;
    ofStage.set(key, batch.length === size ? [] : batch);
  }
  for (const ofStage of batches.values()) for (const batch of ofStage.values()) if (batch.length > 0) yield batch;
}

/** The very same; of what has expired by this clock alone the newer stops are enforced as well, and nothing else. */
function isEnforcedStill(held: Verified | undefined, now: Verified | undefined, code: string): boolean {
  if (held === now) return true;
  if (code !== 'EXPIRED' || held === undefined || now?.lateStops === undefined) return false;
  return now.lateStops.number > held.stops.number && Object.entries(held).every(([name, value]) => name === 'lateStops' || now[name as keyof Verified] === value);
}

/** Offers cases to gateways and says what they did other than refuse. */
export class TamperChecker {
  offers = 0;
  private readonly expected = new Map<TamperStage, Expected>();

  /** Everything that is not as it must be; nothing where all is well. Each case is offered, and after all of them the next good publication. */
  async faultsIn(batch: readonly TamperCase[]): Promise<string[]> {
    const [first] = batch;
    if (first === undefined) return [];
    const { stage } = first.draft;
    const expected = await this.expectedOf(stage);
    const after = afterRefusal(first);
    const store = stage.store.copy();
    const faults: string[] = [];
    const offer = async (verifier: Verifier, tampered: TamperCase, way: Way, when: string): Promise<void> => {
      this.offers += 1;
      const { held } = verifier;
      const name = `${tampered.family}: ${tampered.role}, ${tampered.what} (${way}${when})`;
      const refused = await codeOf(verifier.verify(sourceOf(tampered, way), SERVED, stage.offeredAt));
      if (refused !== tampered.code) faults.push(`${name}: ${refused} instead of ${tampered.code}`);
      if (!isEnforcedStill(held, verifier.held, tampered.code)) faults.push(`${name}: something else is enforced`);
      faults.push(...differences(store, after).map((each) => `${name}: ${each}`));
    };

    const verifier = await Verifier.open(store, stage.pinnedRoot);
    for (const tampered of batch) {
      await offer(verifier, tampered, 'fetched', '');
      if (faults.length === 0 && canBePushed(tampered)) await offer(verifier, tampered, 'pushed', '');
      if (faults.length > 0) return faults;
    }
    const again = await Verifier.open(store, stage.pinnedRoot);
    if (again.damage !== undefined || decisionsOf(again, stage.offeredAt) !== expected.decisions) faults.push(`${first.family}: after a restart ${again.damage?.code ?? 'other decisions'}`);
    await offer(again, first, 'fetched', ', after a restart');
    return [...faults, ...(await goesOn(again, store, stage, expected)).map((each) => `${first.family}: ${first.role}, ${first.what} and those after it: ${each}`)];
  }

  async faultsOnDisk({ store, code, starts }: DiskCase, stage: TamperStage): Promise<string[]> {
    const faults: string[] = [];
    const expected = await this.expectedOf(stage);
    const before = store.copy();
    const isTrust = differences(store, stage.store).some((each) => each.startsWith('trust.json'));
    const opening = await Verifier.open(store, stage.pinnedRoot).catch((error: unknown) => error);
    let verifier: Verifier;
    if (code !== 'opens' && starts !== true && (isTrust || code === 'ROOT_CHANGED')) {
      if (!(opening instanceof UpdateRefused)) return ['it opens'];
      const found = opening.code === 'HELD_STATE_DAMAGED' ? opening.cause?.code : opening.code;
      if (found !== code) faults.push(`${opening.code} for ${String(found)} instead of ${code}`);
      faults.push(...differences(store, before));
      // A person has looked, and says so by removing what is damaged; what is held still says where it stands.
      store.files.delete('trust.json');
      for (const [name, bytes] of stage.store.files) if (name !== 'trust.json') store.files.set(name, bytes);
      for (const name of [...store.files.keys()]) if (!stage.store.files.has(name)) store.files.delete(name);
      verifier = await Verifier.open(store, stage.pinnedRoot);
      if (verifier.held === undefined) faults.push('nothing is held after the remedy');
    } else {
      if (!(opening instanceof Verifier)) return [`it does not open: ${String(opening)}`];
      verifier = opening;
      if (code === 'opens') {
        if (decisionsOf(verifier, stage.offeredAt) !== expected.decisions) faults.push('other decisions');
      } else {
        const { damage } = verifier;
        if (damage?.code !== 'HELD_STATE_DAMAGED' || damage.cause?.code !== code) faults.push(`${damage?.code ?? 'no damage'} for ${damage?.cause?.code ?? 'nothing'} instead of ${code}`);
        if (verifier.held !== undefined) faults.push('it is enforced');
        faults.push(...differences(store, before));
      }
    }
    const back = await codeOf(verifier.verify(serving(stage.generations[0]), SERVED, TAMPER_T0 + 1_000));
    if (back !== 'ROLLBACK') faults.push(`the first publication: ${back} instead of ROLLBACK`);
    faults.push(...await goesOn(verifier, store, stage, expected));
    return faults;
  }

  private async expectedOf(stage: TamperStage): Promise<Expected> {
    let expected = this.expected.get(stage);
    if (expected === undefined) {
      const afterNext = stage.store.copy();
      const verifier = await Verifier.open(afterNext, stage.pinnedRoot);
      const decisions = decisionsOf(verifier, stage.offeredAt);
      await verifier.verify(serving(stage.generations[3]), SERVED, stage.nextAt);
      this.expected.set(stage, expected = { decisions, afterNext });
    }
    return expected;
  }
}

/** The next good publication, and what it leaves on disk. */
async function goesOn(verifier: Verifier, store: MemoryStore, stage: TamperStage, expected: Expected): Promise<string[]> {
  const taken = await codeOf(verifier.verify(serving(stage.generations[3]), SERVED, stage.nextAt));
  if (taken !== 'accepted' || verifier.held?.publication.number !== 4) return [`the next publication: ${taken}`];
  return differences(store, expected.afterNext).map((each) => `after the next publication ${each}`);
}

/** What the disk must hold once a case was refused: what it held, and of a genuine timestamp its floors. */
function afterRefusal(tampered: TamperCase): MemoryStore {
  const { stage } = tampered.draft;
  if (tampered.believed === 'nothing') return stage.store;
  const trust = JSON.parse(Buffer.from(stage.store.files.get('trust.json') as Uint8Array).toString('utf8')) as JsonObject;
  const store = stage.store.copy();
  store.files.set('trust.json', checked({ ...trust, floors: { ...trust.floors as JsonObject, ...floorsAfter(tampered) } }));
  return store;
}

function floorsAfter({ believed, files }: TamperCase): { readonly timestamp: number; readonly snapshot: number } {
  if (believed === 'nothing') return { timestamp: 0, snapshot: 0 };
  const { signed } = JSON.parse(Buffer.from(files.get('metadata/timestamp.json') as Uint8Array).toString('utf8')) as { signed: { version: number; meta: Record<string, { version: number }> } };
  return { timestamp: signed.version, snapshot: signed.meta['snapshot.json']?.version ?? 0 };
}

function differences(store: MemoryStore, wanted: MemoryStore): string[] {
  const names = new Set([...store.files.keys(), ...wanted.files.keys()]);
  return [...names].filter((name) => {
    const [one, other] = [store.files.get(name), wanted.files.get(name)];
    return one !== other && (one === undefined || other === undefined || Buffer.compare(one, other) !== 0);
  }).map((name) => `${name} is not as it was`);
}

function sourceOf({ files, draft: { stage } }: TamperCase, way: Way): Source {
  return way === 'fetched' ? serving(files) : pushing(files, stage.generations[1], files.has('metadata/3.root.json') ? 3 : 2);
}

function serving(files: Files): Source {
  return { fetch: async (path) => files.get(path) };
}

/** An event that carries whatever is new, from a feed that serves the same. */
function pushing(files: Files, before: Files, root: number): Source {
  const carried = [...files].filter(([path, bytes]) => before.get(path) !== bytes).map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]);
  const event = parsePushed(JSON.stringify({ number: 3, stopList: 3, root, localities: SERVED, files: Object.fromEntries(carried) as object }));
  return event?.carried === undefined ? serving(files) : new PushedSource(event.carried, serving(files));
}

/** Bytes that an event, which is text, can carry as they are. */
function canBePushed({ draft, files }: TamperCase): boolean {
  return [...files].every(([path, bytes]) => draft.good.get(path) === bytes || Buffer.compare(Buffer.from(Buffer.from(bytes).toString('utf8')), bytes) === 0);
}

const PROBES = ['TSTP01', 'TSTP02', 'TSTP03', 'TSTP04', 'TSTP09', 'TSTP99'].flatMap((provider) => [
  { certificate: FINGERPRINT, service: 'DCR', provider, views: ['summary'] }, { certificate: FINGERPRINT, service: 'DCR', provider, views: DCR_VIEWS }, { certificate: FINGERPRINT, service: 'XRS', provider, views: ['page-a', 'page-b'] },
  { certificate: 'd0'.repeat(32), service: 'DCR', provider, views: ['summary'] },
]);

function decisionsOf(verifier: Verifier, now: number): string {
  const book = verifier.held && loadBook(verifier.held);
  return Buffer.from(canonical(PROBES.map((probe) => decide(probe, book, now)))).toString('utf8');
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return error instanceof UpdateRefused ? error.code : String(error);
  }
}
