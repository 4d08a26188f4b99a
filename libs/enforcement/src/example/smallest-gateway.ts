import { mkdir } from 'node:fs/promises';

import { type AccessEvent, type Ask, type Book, ClockWatch, type Decision, EventBuffer, FileStore, type FolderClaim, type Source, Verifier, claimFolder, decide, loadBook, sealEvent } from '../index.js';

/** Who looks at whose record: what an access event says beside the question and its answer. */
export type Look = Pick<AccessEvent, 'user' | 'patient' | 'messageId'>;

/** Follows a feed, answers from what was verified, and lets a permit go out only once the look is on disk. */
export class SmallestGateway {
  private readonly watch = new ClockWatch();
  private book: Book | undefined;

  private constructor(private readonly claim: FolderClaim, private readonly verifier: Verifier, private readonly buffer: EventBuffer) {}

  /**
   * What was held survives a restart, and is answered from once `refresh` was tried: a stop that came late is not on disk.
   * `pinnedRoot`: the bytes of 1.root.json, given out at registration.
   */
  static async open(folder: string, pinnedRoot: Uint8Array): Promise<SmallestGateway> {
    await mkdir(folder, { recursive: true });
    const claim = await claimFolder(folder);
    try {
      const verifier = await Verifier.open(await FileStore.open(`${folder}/feed`), pinnedRoot);
      return new SmallestGateway(claim, verifier, await EventBuffer.open(`${folder}/events`));
    } catch (error) {
      await claim.release();
      throw error;
    }
  }

  /** On every wake-up, and every fifteen seconds. Rejects with `UpdateRefused`; what is held stays, and stops that came late stop. */
  async refresh(source: Source, localities: readonly string[], now: number): Promise<void> {
    try {
      const verified = await this.verifier.verify(source, localities, now);
      const isNew = verified.timestampVersion !== this.book?.verified.timestampVersion;
      this.book = loadBook(verified, this.book, this.watch.look(verified.signedAt, isNew, now));
    } catch (error) {
      this.watch.lookAtLate(this.verifier.lateOffer, now);
      const { held } = this.verifier;
      if (held !== undefined) this.book = loadBook(held, this.book, this.watch.lookAtHeld(held.signedAt, now));
      throw error;
    }
  }

  /** Both were checked where they came in: a question without views, a look without patient, user or message id, is answered by nobody. */
  async answer(ask: Ask, look: Look, now: number): Promise<Decision> {
    const decision = decide(ask, this.book, now);
    const caller = this.book?.callerOf(ask.certificate);
    if (this.book === undefined || caller === undefined) return decision; // a refusal: there is nobody to record it for
    const { decision: outcome, reason, agreement, publication, stopList, freshness, decidedAt } = decision;
    const event: AccessEvent = {
      occurredAt: new Date(decidedAt).toISOString(), service: ask.service, provider: ask.provider, views: ask.views, ...look, consumer: caller.consumer,
      system: caller.systems[0] ?? '', decision: outcome, reason, permittedViews: decision.views, agreement, publication, stopList, freshness,
    };
    try {
      await this.buffer.append(sealEvent(this.book.sealKey, event));
      return decision;
    } catch {
      return { ...decision, decision: 'refuse', reason: 'BUFFER_FULL', views: [] };
    }
  }

  async close(): Promise<void> {
    await this.buffer.close();
    await this.claim.release();
  }
}
