import { Injectable } from '@nestjs/common';
import { Clock } from '@accord/kernel';
import { DocumentRefused, finding, worstOf, type TakenIn } from '../../contract/index.js';
import { CheckerPool } from '../storage/checking/checker-pool.js';
import { DocumentVault, StreamTooLong, type HeldDocument } from '../storage/document-vault.js';

/** The largest upload by default: a long scanned agreement is far below it. */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;

export interface TakeInLimits {
  readonly maxBytes: number;
  /** Whether the source stopped before its end; asked once the stream has ended, because a capped stream ends silently. */
  readonly wasCutShort?: () => boolean;
}

/**
 * Takes an uploaded stream in: hashed and encrypted as it flows, then looked at by a checker child. A file with a fault is refused and
 * nothing of it stays. The others wait until evidence is recorded for them (`keep`) or are let go (`release`).
 */
@Injectable()
export class TakeInUpload {
  private readonly held = new WeakMap<TakenIn, HeldDocument>();

  constructor(private readonly vault: DocumentVault, private readonly checkers: CheckerPool, private readonly clock: Clock) {}

  async execute(stream: AsyncIterable<Uint8Array>, limits: TakeInLimits = { maxBytes: MAX_UPLOAD_BYTES }): Promise<TakenIn> {
    const held = await this.receive(stream, limits);
    try {
      if (limits.wasCutShort?.()) throw DocumentRefused.tooLarge(limits.maxBytes);
      const report = await this.checkers.check(() => held.bytes(), this.clock.now());
      const worst = worstOf(report.findings);
      if (worst === 'fault') throw new DocumentRefused(report.findings.find((each) => each.severity === 'fault')!);
      const takenIn: TakenIn = { sha256: held.sha256, byteLength: held.byteLength, report, quarantined: worst === 'quarantine' };
      this.held.set(takenIn, held);
      return takenIn;
    } catch (error) {
      await held.discard();
      throw error;
    }
  }

  /** Durable under its hash when this answers; called before the evidence that names it commits. */
  async keep(takenIn: TakenIn): Promise<void> {
    await this.held.get(takenIn)?.keep();
    this.held.delete(takenIn);
  }

  /** Lets go of what nobody kept. */
  async release(takenIn: TakenIn): Promise<void> {
    await this.held.get(takenIn)?.discard();
    this.held.delete(takenIn);
  }

  private async receive(stream: AsyncIterable<Uint8Array>, { maxBytes }: TakeInLimits): Promise<HeldDocument> {
    try {
      return await this.vault.receive(stream, maxBytes);
    } catch (error) {
      if (error instanceof StreamTooLong) throw DocumentRefused.tooLarge(maxBytes);
      if (isInterruption(error)) throw new DocumentRefused(finding('INCOMPLETE_UPLOAD'));
      throw error;
    }
  }
}

function isInterruption(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR' || /unexpected end|premature/i.test((error as Error | null)?.message ?? '');
}
