import { UpdateRefused, Verifier, type Store, type Verified } from '@accord/enforcement';
import { Clock, systemActor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { ForgetfulStore } from '../domain/forgetful-store.js';
import type { Finding } from '../../contract/finding.js';
import { FilesSeen, type FeedSeen } from '../domain/feed-seen.js';
import { lookInPlaces } from '../domain/look-in-places.js';
import { compare, gathered } from '../domain/reconciliation.js';
import type { TruthNow } from '../domain/truth.js';
import { ReconciliationStore, type Reconciled } from '../storage/reconciliation-store.js';
import { truthNow } from '../storage/truth-now.js';

/** The timestamp is signed again every minute; after two that were missed something is wrong with publisher or signer. */
const SILENT_AFTER_MS = 150_000;
/** Longer than any publication takes. */
const WAITS_TOO_LONG_MS = 30_000;
/** What was committed while the feed was being read is published by then. */
const SECOND_LOOK_MS = 5_000;

const SIGNED_EVERY_MINUTE: readonly string[] = ['timestamp', 'stops'];

const worker = systemActor('worker');

interface Sight {
  readonly verified: Verified | null;
  readonly pairs: number;
  readonly findings: readonly Finding[];
}

/**
 * Compares what the database says with the feed as a gateway sees it: other statements than the publisher's, the library that gateways
 * embed, a certificate of its own; then in the place of each gateway and consumer, whom the feed's own rules answer. The accident to fear most is
 * silence, so nothing heard is a finding like any other (design §6).
 */
export class Reconcile {
  private readonly store: Store = new ForgetfulStore();
  private round = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly kept: ReconciliationStore,
    private readonly feed: FeedSeen,
    private readonly pinnedRoot: Uint8Array,
    private readonly pause: (milliseconds: number) => Promise<unknown>,
  ) {}

  async execute(): Promise<Reconciled> {
    this.round += 1;
    const first = await this.look();
    let last = first;
    if (first.findings.length > 0) {
      await this.pause(SECOND_LOOK_MS);
      last = await this.look();
    }
    const before = new Set(first.findings.map(keyOf));
    const found: Reconciled = {
      lookedAt: this.clock.now(), publication: last.verified?.publication.number ?? null, stopList: last.verified?.stops.number ?? null, pairs: last.pairs,
      findings: gathered(last.findings.filter((each) => before.has(keyOf(each)))),
    };
    await this.transactions.run(worker, { act: 'publication.reconcile' }, (tx) => this.kept.add(tx, found));
    return found;
  }

  private async look(): Promise<Sight> {
    const files = new FilesSeen(this.feed);
    const seen = await this.served(files);
    const truth = await this.transactions.read(worker, truthNow);
    const pairs = truth.rows.reduce((sum, { consumers }) => sum + consumers.length, 0);
    const waits = waitsTooLong(truth);
    if (!('localities' in seen)) return { verified: null, pairs, findings: [seen, ...waits] };
    const silent = truth.at.getTime() - seen.signedAt > SILENT_AFTER_MS ? [{ kind: 'publisher-silent', subject: String(seen.publication.number) } as const] : [];
    return { verified: seen, pairs, findings: [...await compare(truth, seen), ...await this.inPlaces(truth, seen, files), ...silent, ...waits] };
  }

  /** Everything the feed serves, believed or refused as a gateway would. */
  private async served(files: FilesSeen): Promise<Verified | Finding> {
    try {
      const verifier = await Verifier.open(this.store, this.pinnedRoot);
      return await verifier.verify(files, (publication) => Promise.resolve(Object.keys(publication.localities)), this.clock.now().getTime());
    } catch (error) {
      // A timestamp or a stop list that has run out says that nobody signs any more, and nothing worse.
      if (error instanceof UpdateRefused && error.code === 'EXPIRED' && SIGNED_EVERY_MINUTE.includes(error.subject)) return { kind: 'publisher-silent', subject: error.subject };
      if (error instanceof UpdateRefused) return { kind: 'feed-refused', subject: `${error.code} ${error.subject}` };
      return unreachable(error);
    }
  }

  private async inPlaces(truth: TruthNow, verified: Verified, files: FilesSeen): Promise<Finding[]> {
    try {
      return await lookInPlaces(truth, { verified, files }, this.feed, this.round);
    } catch (error) {
      return [unreachable(error)];
    }
  }
}

function unreachable(error: unknown): Finding {
  return { kind: 'feed-unreachable', subject: error instanceof Error ? error.message : 'fault' };
}

function waitsTooLong({ at, waiting, waitingSince }: TruthNow): Finding[] {
  return waitingSince !== null && at.getTime() - waitingSince.getTime() > WAITS_TOO_LONG_MS ? [{ kind: 'announcement-waits', subject: String(waiting) }] : [];
}

const keyOf = ({ kind, subject }: Finding): string => (kind === 'announcement-waits' || kind === 'feed-unreachable' ? kind : `${kind} ${subject}`);
