import { localityPath, UpdateRefused, type Book } from '@accord/enforcement';
import { Clock, systemActor } from '@accord/kernel';
import { causeOf, timeOf, Transactions } from '@accord/kernel/server';
import type { Finding } from '../../contract/finding.js';
import { LookBrokenOff, LookOverdue, PacedFeed, type FeedSeen, type LookingPace } from '../domain/feed-seen.js';
import { FollowedFeed, type Followed } from '../domain/followed-feed.js';
import { Found } from '../domain/found.js';
import { filesOfAll, lookAtShared, lookAtTarget, targetPath } from '../domain/look-at-files.js';
import { lookAsConsumers, lookAsGateways } from '../domain/look-in-places.js';
import { bookOf, compare, compareCertificates, gathered } from '../domain/reconciliation.js';
import type { TrueLocality, TruthNow } from '../domain/truth.js';
import { ReconciliationStore, type Reconciled } from '../storage/reconciliation-store.js';
import { localitiesOfProviders, trueLocality } from '../storage/true-locality.js';
import { truthNow } from '../storage/truth-now.js';

/** The timestamp is signed again every minute; after two that were missed something is wrong with publisher or signer. */
const SILENT_AFTER_MS = 150_000;
/** Longer than any publication takes. */
const WAITS_TOO_LONG_MS = 30_000;
/** What was committed while the feed was being read is published by then. */
const SECOND_LOOK_MS = 5_000;
/**
 * So planned, both looks and what lies between them fit into a minute, and whatever goes wrong just after it was looked at is told within the next. A feed
 * that answers slowly is given three times as long (`EvenPace`): 150 s for both, after which the next look begins.
 */
const SPREAD_MS = { first: 38_000, second: 10_000 } as const;

const SIGNED_EVERY_MINUTE: readonly string[] = ['timestamp', 'stops'];

const worker = systemActor('worker');

/** What one look saw: nothing is `followed` where nothing of the feed could be believed; `overdue` where time ran out before all of it was seen. */
interface Sight {
  readonly followed: Followed | null;
  readonly found: Found;
  readonly overdue?: LookOverdue;
}

/**
 * Compares what the database says with the feed as a gateway sees it: other statements than the publisher's, the library that gateways
 * embed, a certificate of its own; then in the place of each gateway and consumer, whom the feed's own rules answer. The accident to fear most is
 * silence, so nothing heard is a finding like any other (design §6). All of it is looked at each time, at a pace that nobody else feels.
 */
export class Reconcile {
  private readonly followed: FollowedFeed;
  private readonly paced: FeedSeen;
  private readonly truths = new Map<string, TrueLocality>();
  private book: Book | undefined;
  private round = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly kept: ReconciliationStore,
    private readonly feed: FeedSeen,
    pinnedRoot: Uint8Array,
    private readonly pace: LookingPace,
  ) {
    this.followed = new FollowedFeed(pinnedRoot);
    this.paced = new PacedFeed(feed, pace);
  }

  async execute(): Promise<Reconciled> {
    this.round += 1;
    const { followed, findings } = await this.lookTwice();
    const found: Reconciled = {
      lookedAt: this.clock.now(), publication: followed?.verified.publication.number ?? null, stopList: followed?.verified.stops.number ?? null,
      pairs: [...this.truths.values()].reduce((sum, { pairs }) => sum + pairs, 0), findings: gathered(findings),
    };
    await this.transactions.run(worker, { act: 'publication.reconcile' }, (tx) => this.kept.add(tx, found));
    return found;
  }

  /** Only what is found twice counts; where time runs out, that is told beside what was found until then. */
  private async lookTwice(): Promise<{ readonly followed: Followed | null; readonly findings: readonly Finding[] }> {
    const first = await this.look();
    if (first.found.findings.length === 0) return { followed: first.followed, findings: ranOut(first.overdue) };
    await this.pace.pause(SECOND_LOOK_MS);
    const { followed, found, overdue } = await this.look(first.found);
    const before = new Set(first.found.findings.map(keyOf));
    // What could be seen at first, and nothing of it any more, is told as what it is now.
    const findings = followed === null ? found.findings : found.findings.filter((each) => before.has(keyOf(each)));
    return { followed, findings: [...findings, ...overdue === undefined ? [] : found.left, ...ranOut(overdue ?? first.overdue)] };
  }

  private async look(before?: Found): Promise<Sight> {
    const found = new Found(before);
    const seen = await this.served();
    const truth = await this.transactions.read(worker, truthNow);
    found.add('announcements', waitsTooLong(truth));
    found.add('feed', 'kind' in seen ? [seen] : []);
    const followed = 'kind' in seen ? null : seen;
    try {
      await (followed === null ? this.readTruths(truth) : this.lookAtAll(followed, truth, found, before));
      return { followed, found };
    } catch (error) {
      if (error instanceof LookOverdue) return { followed, found, overdue: error };
      throw error;
    }
  }

  /** How many pairs are in force is told also where nothing of the feed is believed. */
  private async readTruths({ localities }: TruthNow): Promise<void> {
    this.pace.begin(localities.length, SPREAD_MS.second);
    for (const code of localities) await this.readTruth(code);
  }

  private async lookAtAll(seen: Followed, truth: TruthNow, found: Found, before?: Found): Promise<void> {
    const { verified } = seen;
    found.add('silence', truth.at.getTime() - verified.signedAt > SILENT_AFTER_MS ? [{ kind: 'publisher-silent', subject: String(verified.publication.number) }] : []);
    const localities = [...new Set([...truth.localities, ...Object.keys(verified.publication.localities)])];
    for (const code of this.truths.keys()) if (!localities.includes(code)) this.truths.delete(code);
    const doubted = before === undefined ? [] : await this.localitiesInDoubt(before);
    const pieces = piecesOf(truth, seen, localities, found) + doubted.length;
    this.pace.begin(pieces, before === undefined ? SPREAD_MS.first : SPREAD_MS.second);

    if (found.wants('files')) await lookedAt('files', found, () => lookAtShared(seen, this.paced));
    const { findings, askers } = compareCertificates(truth, verified, this.clock.now().getTime());
    found.add('certificates', findings);
    for (const code of localities) {
      const piece = `localities/${code}`;
      if (!found.wants(piece) && !doubted.includes(code)) continue;
      const now = await this.readTruth(code);
      if (!found.wants(piece)) continue;
      const sha256 = verified.publication.localities[code];
      if (sha256 !== undefined) await lookedAt(piece, found, () => lookAtTarget(targetPath(localityPath(code), sha256), this.paced));
      this.book = bookOf(verified, code, this.book);
      found.add(piece, await compare(this.truths.get(code)!, truth.stoppedViews, askers, this.book, now));
    }
    await lookedAt('gateways', found, () => lookAsGateways(truth.gateways, seen, this.paced, this.round, found));
    await lookedAt('consumers', found, () => lookAsConsumers(truth, this.truths, seen, this.paced, this.round, found));
  }

  /** Everything the feed serves, believed or refused as a gateway would. */
  private async served(): Promise<Followed | Finding> {
    try {
      return await this.followed.next(this.feed, this.clock.now().getTime());
    } catch (error) {
      // A timestamp or a stop list that has run out says that nobody signs any more, and nothing worse.
      if (error instanceof UpdateRefused && error.code === 'EXPIRED' && SIGNED_EVERY_MINUTE.includes(error.subject)) return { kind: 'publisher-silent', subject: error.subject };
      if (error instanceof UpdateRefused) return { kind: 'feed-refused', subject: `${error.code} ${error.subject}` };
      return unreachable(error);
    }
  }

  /** What the tables say of one locality, and at which instant. */
  private async readTruth(code: string): Promise<number> {
    await this.pace.turn();
    return this.transactions.read(worker, async (tx) => {
      this.truths.set(code, await trueLocality(tx, code, this.truths.get(code)));
      return timeOf(tx).getTime();
    });
  }

  /** A configuration that differs may differ by what its practices did while it was being looked at: their localities are read again. */
  private async localitiesInDoubt(before: Found): Promise<readonly string[]> {
    const providers = new Set(before.findings.filter(({ kind }) => kind === 'configuration-differs').map(({ subject }) => subject.split(' ').at(-1)!));
    return providers.size === 0 ? [] : this.transactions.read(worker, (tx) => localitiesOfProviders(tx, [...providers]));
  }
}

async function lookedAt(piece: string, found: Found, look: () => Promise<readonly Finding[] | void>): Promise<void> {
  try {
    found.add(piece, await look() ?? []);
  } catch (error) {
    if (error instanceof LookBrokenOff) throw error;
    found.add(piece, [unreachable(error)]);
  }
}

/** About how many turns a look takes. */
function piecesOf(truth: TruthNow, { verified, metadata }: Followed, localities: readonly string[], found: Found): number {
  const shared = metadata.size + filesOfAll(verified).length;
  const gateways = truth.gateways.filter(({ code }) => found.wants(`gateways/${code}`)).map((gateway) => shared + gateway.localities.length + 2);
  const consumers = new Set([...truth.certificates.values()].filter((code) => found.wants(`consumers/${code}`))).size;
  return shared + 2 * localities.filter((code) => found.wants(`localities/${code}`)).length + gateways.reduce((sum, count) => sum + count, 0) + consumers + 2;
}

function unreachable(error: unknown): Finding {
  return { kind: 'feed-unreachable', subject: causeOf(error) };
}

const ranOut = (overdue: LookOverdue | undefined): Finding[] => (overdue === undefined ? [] : [unreachable(overdue)]);

function waitsTooLong({ at, waiting, waitingSince }: TruthNow): Finding[] {
  return waitingSince !== null && at.getTime() - waitingSince.getTime() > WAITS_TOO_LONG_MS ? [{ kind: 'announcement-waits', subject: String(waiting) }] : [];
}

const keyOf = ({ kind, subject }: Finding): string => (kind === 'announcement-waits' || kind === 'feed-unreachable' ? kind : `${kind} ${subject}`);
