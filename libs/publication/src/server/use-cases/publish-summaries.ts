import { localityPath, type StopEntry } from '@accord/enforcement';
import { Injectable } from '@nestjs/common';
import { Clock, Refusal, type Actor, type Tx } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { OnlineSigner, SignerRefused } from '../domain/online-signer.js';
import {
  contentDigestOf, publicationTarget, stopsDigestOf, stopsTarget, type IssuedPublication, type PublicationSummary,
} from '../domain/publication-content.js';
import { readCeremony } from '../domain/key-ceremony.js';
import { newTrust, type NewTrust, type StandingTrust } from '../domain/new-trust.js';
import { RepositoryIssue, RepositoryNotFounded } from '../domain/repository-issue.js';
import { SealKey } from '../domain/seal-key.js';
import { Summaries } from '../domain/summaries.js';
import type { Target } from '../domain/target.js';
import { keyIdOf, keysIn } from '../domain/trust-parts.js';
import { hashesIn, type MetadataEntry } from '../domain/tuf-metadata.js';
import { FactsStore, type Announced } from '../storage/facts-store.js';
import { KeyCeremonies, type WaitingCeremony } from '../storage/key-ceremonies.js';
import { RepositoryStore } from '../storage/repository-store.js';

export interface Published {
  /** Whether this turn made a publication; otherwise `number` is the one that stands. */
  readonly issued: boolean;
  readonly number: number;
  readonly stopList: number;
  /** What somebody has to look into although the turn succeeded. */
  readonly alarms?: readonly string[];
}

/** What a turn led to, the localities whose summary it changed, and whether it says anything else than the one before: a change of keys alone does not. */
type Issued = Omit<Published, 'alarms'> & { readonly changed: readonly string[]; readonly isOther: boolean };

/** Compiled state and the publication it stood for. */
interface Held {
  readonly summaries: Summaries;
  readonly number: number;
}

/**
 * Compares what is agreed with what is published and issues the next publication where they differ: numbered, bound to the one
 * before, signed, and announced in the same transaction. May run at any moment, in any number of copies, and again after a crash.
 */
@Injectable()
export class PublishSummaries {
  /** Between turns only what announcements name is compiled; unknown after a fault or another copy's turn, and then all is. */
  private held: Held | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly changes: Changes,
    private readonly signer: OnlineSigner,
    private readonly sealKey: SealKey,
    private readonly facts: FactsStore,
    private readonly repository: RepositoryStore,
    private readonly ceremonies: KeyCeremonies,
  ) {}

  /** @param everything compile every locality, as a comparison with what the announcements said */
  async execute(actor: Actor, everything = false): Promise<Published> {
    try {
      return await this.turn(actor, everything);
    } catch (error) {
      if (!(error instanceof CeremonyFailed)) throw error;
      const isSettled = await this.transactions.run(actor, { act: 'key.settle' }, async (tx) => {
        await this.repository.takeTurn(tx);
        if (!await this.ceremonies.failed(tx, error.ceremonyId, error.message)) return false;
        await this.changes.record(tx, { type: 'key.not-adopted', subject: error.ceremonyId, reason: error.message });
        return true;
      });
      const published = await this.turn(actor, everything);
      return !isSettled ? published : { ...published, alarms: [`the change of keys that was handed in is not adopted, the keys before stand: ${error.message}`, ...(published.alarms ?? [])] };
    }
  }

  private async turn(actor: Actor, everything: boolean): Promise<Published> {
    const before = this.held;
    this.held = undefined;
    let next: Held | undefined;
    const published = await this.transactions.run(actor, { act: 'publication.issue' }, async (tx) => {
      await this.repository.takeTurn(tx);
      const last = await this.repository.latestPublication(tx);
      const known = !everything && before !== undefined && before.number === last?.number;
      const snapshot = await this.facts.read(tx, !known, known ? [...before.summaries.faulty.keys()] : []);
      const summaries = known && !snapshot.everything ? before.summaries : new Summaries();
      const knownFaults = new Set(known ? before.summaries.faulty.keys() : []);
      summaries.take(snapshot.facts);
      await this.keepPublished(tx, summaries);
      const { changed, isOther, ...issued } = await this.issue(tx, last, summaries, snapshot.stops);
      // What names a locality that could not be compiled waits on: nobody is told that its summary shows it.
      const shown = snapshot.pending.filter(({ localities }) => !localities.some((code) => summaries.faulty.has(code)));
      await this.facts.markPublished(tx, shown, issued.number);
      next = { summaries, number: issued.number };
      const alarms = [
        ...[...summaries.faulty].filter(([code]) => !knownFaults.has(code)).map(([code, why]) => `locality ${code} stays as it was published: ${why}`),
        ...(last && everything && isOther ? unannounced(changed, snapshot.pending) : []),
      ];
      return alarms.length === 0 ? issued : { ...issued, alarms };
    });
    this.held = next;
    return published;
  }

  private async issue(tx: Tx, last: IssuedPublication | undefined, summaries: Summaries, stops: readonly StopEntry[]): Promise<Issued> {
    const content = { localities: summaries.localities, callers: summaries.callersTarget.sha256, consumersDigest: summaries.consumersDigest, sealKey: this.sealKey.base64 };
    const contentDigest = contentDigestOf(content);
    const stopsDigest = stopsDigestOf(stops);
    const stopsChanged = last?.stopsDigest !== stopsDigest;
    const waiting = await this.ceremonies.waiting(tx);
    const isOther = last?.contentDigest !== contentDigest || stopsChanged;
    if (last !== undefined && !isOther && waiting === null) return { issued: false, number: last.number, stopList: last.stopList, changed: [], isOther };

    const now = this.clock.now();
    const standing = await this.ceremonies.standing(tx);
    if (standing === null) throw new RepositoryNotFounded('root');
    const adopted = waiting === null ? null : adoptedOf(waiting, standing, now);
    const number = (last?.number ?? 0) + 1;
    const stopList = (last?.stopList ?? 0) + (stopsChanged ? 1 : 0);
    const publication = publicationTarget(number, last?.sha256 ?? '', now, stopList, content);
    const stopTargets = stopsChanged ? [stopsTarget(stopList, now, stops)] : [];
    const latest = await this.repository.latestMetadata(tx, ['targets', 'localities', 'consumers', 'stops', 'snapshot', 'timestamp']);
    const before = { ...latest, ...Object.fromEntries((adopted?.files ?? []).filter(({ role }) => role === 'targets').map((file) => [file.role, file])) };
    const shared = [summaries.callersTarget, ...summaries.localityTargets];
    const localities = await this.changedSince(tx, before.localities, shared);
    const consumers = await this.changedSince(tx, before.consumers, summaries.consumerTargets);

    const issue = new RepositoryIssue(this.signer, before, adopted?.online ?? keysIn(standing), now);
    try {
      await issue.list('localities', [publication, ...shared]);
      if (!before.consumers || consumers.codes.length > 0) await issue.list('consumers', summaries.consumerTargets);
      if (stopsChanged) await issue.list('stops', stopTargets);
      for (const role of issue.dueOr(adopted?.rotated ?? [])) await issue.renew(role, (entry) => this.repository.bytesOf(tx, entry));
      await issue.seal();
    } catch (error) {
      // The signer does not hold a key it would need from now on: waiting would not help, and nothing may wait for that. Whatever else it
      // refuses (a clock that is off, say) may pass, and the change is tried again.
      if (waiting !== null && error instanceof SignerRefused && error.code === 'UNKNOWN_KEY') throw new CeremonyFailed(waiting.id, error.message);
      throw error;
    }

    const summary: PublicationSummary = {
      contentDigest, stopsDigest, stopsChanged, localities: localities.codes.filter((code) => code !== 'publication' && code !== 'callers'), consumers: consumers.codes,
    };
    await this.repository.addPublication(tx, { number, previous: last, stopList, publishedAt: now, target: publication, summary });
    await this.repository.addTargets(tx, number, [publication, ...stopTargets, ...localities.targets, ...consumers.targets]);
    await this.repository.addMetadata(tx, now, number, [...(adopted?.files ?? []), ...issue.files]);
    if (waiting !== null && adopted !== null) await this.adopt(tx, waiting, adopted, number);
    await this.changes.record(tx, { type: 'publication.issued', subject: String(number), details: { stopList, localities: summary.localities.length } });
    await this.repository.announce(tx, number, stopList);
    return { issued: true, number, stopList, changed: summary.localities, isOther };
  }

  /** A change of keys is a publication of its own: every gateway's receipt for it says that it follows the new keys. */
  private async adopt(tx: Tx, { id, reason }: WaitingCeremony, { files, rotated, approvedBy }: NewTrust, number: number): Promise<void> {
    await this.ceremonies.adopted(tx, id, number);
    await this.changes.record(tx, {
      type: 'key.rotated', subject: id, reason,
      details: { publication: number, files: files.map(({ role, version }) => `${role} ${version}`), rotated, holders: approvedBy.map(keyIdOf) },
    });
  }

  /** A locality whose facts could not be compiled, and of which nothing is held, goes on as gateways have it. */
  private async keepPublished(tx: Tx, summaries: Summaries): Promise<void> {
    if (summaries.missing.length === 0) return;
    const { localities } = await this.repository.latestMetadata(tx, ['localities']);
    if (localities === undefined) return;
    const listed = hashesIn(await this.repository.bytesOf(tx, localities));
    for (const code of summaries.missing) {
      const sha256 = listed.get(localityPath(code));
      if (sha256 !== undefined) summaries.keep(code, await this.repository.target(tx, localityPath(code), sha256));
    }
  }

  /** What differs from the list that gateways hold now: new and changed targets, and the codes of these and of what is gone. */
  private async changedSince(tx: Tx, entry: MetadataEntry | undefined, targets: readonly Target[]): Promise<{ targets: readonly Target[]; codes: readonly string[] }> {
    const listed = entry === undefined ? new Map<string, string>() : hashesIn(await this.repository.bytesOf(tx, entry));
    const changed = targets.filter(({ path, sha256 }) => listed.get(path) !== sha256);
    const now = new Set(targets.map(({ path }) => path));
    const gone = [...listed.keys()].filter((path) => !now.has(path));
    return { targets: changed, codes: [...changed.map(({ path }) => path), ...gone].map(codeIn).sort() };
  }
}

/** A change of keys that was handed in and cannot be adopted, whatever is tried. */
class CeremonyFailed extends Error {
  constructor(readonly ceremonyId: string, why: string) {
    super(why);
  }
}

function adoptedOf({ id, content }: WaitingCeremony, standing: StandingTrust, now: Date): NewTrust {
  try {
    return newTrust(readCeremony(content), standing, now);
  } catch (error) {
    throw error instanceof Refusal ? new CeremonyFailed(id, error.message) : error;
  }
}

/** What the comparison of everything changed although no announcement led there: somewhere a change of access is made in silence. */
function unannounced(changed: readonly string[], pending: readonly Announced[]): readonly string[] {
  // What alters nothing that is published (an invitation, a gateway) accounts for nothing.
  const speaking = pending.filter(({ localities, isNational }) => localities.length > 0 || isNational);
  if (speaking.some(({ localities }) => localities.length === 0)) return [];
  const named = new Set(speaking.flatMap(({ localities }) => localities));
  const silent = changed.filter((code) => !named.has(code));
  if (silent.length > 0) return [`the comparison of everything found changes that nobody announced: ${silent.join(', ')}`];
  return speaking.length === 0 ? ['the comparison of everything found stops or consumers changed that nobody announced'] : [];
}

function codeIn(path: string): string {
  return path.slice(path.indexOf('/') + 1, -'.json'.length);
}
