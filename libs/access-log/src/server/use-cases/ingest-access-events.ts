import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@accord/kernel';
import { Changes, demand, timeOf, Transactions } from '@accord/kernel/server';
import type { DeadLetterCode, IntakeAnswer } from '../../contract/index.js';
import { readBatch, type Batch, type BatchEntry } from '../domain/batch.js';
import { FewAtOnce } from '../domain/few-at-once.js';
import { TakeIn, type DeadLetter, type Sender, type TakenIn } from '../domain/take-in.js';
import { AccessEventIntake } from '../storage/access-event-intake.js';

const MOST_FLOORS = 10_000;
/** Of the feed's connections to the database some stay free, whatever arrives: a stop must not wait behind a backlog of looks. */
const BATCHES_AT_ONCE = 4;
/** Events opened before others get their turn: opening a batch takes as long as telling fifty gateways. */
const EVENTS_AT_ONCE = 20;

/**
 * Takes a gateway's sealed events into the log: one transaction for the batch, each (gateway, boot, sequence) exactly once, however
 * often and in whatever order it is sent. What cannot be read is set aside, so that one bad event never holds up the next.
 */
@Injectable()
export class IngestAccessEvents {
  /** Per boot, a sequence known to have no gap below it. It only rises, and rows never go, so it may be remembered. */
  private readonly floors = new Map<string, number>();
  private readonly batches = new FewAtOnce(BATCHES_AT_ONCE);

  constructor(
    private readonly transactions: Transactions,
    private readonly intake: AccessEventIntake,
    private readonly changes: Changes,
    private readonly takeIn: TakeIn,
  ) {}

  /**
   * @param gatewayId whose certificate the connection bears; a batch has no say in it
   * @param posted the body as parsed from JSON, unchecked
   */
  async execute(actor: Actor, gatewayId: string, posted: unknown): Promise<IntakeAnswer> {
    return this.batches.run(() => this.ingest(actor, gatewayId, posted));
  }

  private async ingest(actor: Actor, gatewayId: string, posted: unknown): Promise<IntakeAnswer> {
    const { answer, floor } = await this.transactions.run(actor, { act: 'access-event.ingest', subject: gatewayId }, async (tx) => {
      demand(tx, 'ingest', 'AccessEvent');
      const batch = readBatch(posted);
      const sender = { gatewayId, bootId: batch.bootId };
      const letters = await this.keep(tx, sender, batch);
      const acknowledged = await this.intake.lastWithoutGap(tx, sender, this.floors.get(floorKey(sender)) ?? 0);
      const rejected = letters.filter(isRejected).map(({ sequence, code }) => ({ sequence, code }));
      return { answer: { acknowledged, rejected }, floor: [floorKey(sender), acknowledged] as const };
    });
    this.rememberFloor(...floor);
    return answer;
  }

  private async keep(tx: Tx, sender: Sender, batch: Batch): Promise<readonly DeadLetter[]> {
    const before = await this.intake.known(tx, sender, batch.entries.map(({ sequence }) => sequence));
    const fresh = batch.entries.filter(({ sequence }) => !before.has(sequence));
    const taken: TakenIn[] = [];
    for (const entry of fresh) {
      if (taken.length > 0 && taken.length % EVENTS_AT_ONCE === 0) await nextTurn();
      taken.push(this.takeIn.judge(sender, entry, timeOf(tx)));
    }
    // Partitions come before any row of the log: a new one needs the whole table for a moment.
    await this.intake.makeMonths(tx, taken.flatMap(({ keep }) => (keep === null ? [] : [keep.event.occurredAt])));
    const claimed = await this.intake.claim(tx, sender, taken);
    const mine = taken.filter(({ entry }) => claimed.has(entry.sequence));

    const reused = [...batch.reused, ...(await this.reusedSequences(tx, sender, batch.entries, before, taken, claimed))];
    const letters = [
      ...mine.flatMap(({ deadLetter }) => (deadLetter === null ? [] : [deadLetter])),
      ...reused.map((entry) => this.takeIn.setAside(sender, entry, 'SEQUENCE_REUSED')),
      ...batch.lost.map((entry) => this.takeIn.setAside(sender, entry, 'ENTRY_MALFORMED')),
    ];
    await this.intake.keep(tx, mine.flatMap(({ keep }) => (keep === null ? [] : [keep])));
    await this.setAside(tx, sender, letters);
    return letters;
  }

  /** Sequences that already stand for other bytes: in the log before, or taken by another batch a moment ago. */
  private async reusedSequences(
    tx: Tx, sender: Sender, entries: readonly BatchEntry[], before: ReadonlyMap<number, string>, taken: readonly TakenIn[], claimed: ReadonlySet<number>,
  ): Promise<BatchEntry[]> {
    const lost = taken.filter(({ entry }) => !claimed.has(entry.sequence)).map(({ entry }) => entry.sequence);
    const since = lost.length === 0 ? new Map<number, string>() : await this.intake.known(tx, sender, lost);
    return entries.filter(({ sequence, sha256 }) => {
      const kept = before.get(sequence) ?? since.get(sequence);
      return kept !== undefined && kept !== sha256;
    });
  }

  private async setAside(tx: Tx, sender: Sender, letters: readonly DeadLetter[]): Promise<void> {
    const added = await this.intake.setAside(tx, sender, letters);
    if (added === 0) return;
    const counts: Partial<Record<DeadLetterCode, number>> = {};
    for (const { code } of letters) counts[code] = (counts[code] ?? 0) + 1;
    await this.changes.record(tx, {
      type: 'access-event.set-aside', subject: sender.gatewayId,
      details: { boot: sender.bootId, counts, sequences: letters.slice(0, 20).map(({ sequence }) => sequence) },
    });
  }

  private rememberFloor(key: string, floor: number): void {
    if (this.floors.size >= MOST_FLOORS) this.floors.clear();
    this.floors.set(key, Math.max(floor, this.floors.get(key) ?? 0));
  }
}

function floorKey({ gatewayId, bootId }: Sender): string {
  return `${gatewayId}/${bootId}`;
}

/** Mended events are in the log; their dead-letter only keeps the original. */
function isRejected({ code }: DeadLetter): boolean {
  return code !== 'TEXT_MENDED' && code !== 'NHS_NUMBER_MISPLACED';
}
