import { type AccessEvent, type Book, BufferFull, type Caller, type CallerFault, type Decision, type EventBuffer, decide, sealEvent } from '@accord/enforcement';

import type { Clock } from './clock.js';
import { type DecideRequest, type ReadableParts, isComplete } from './decide-request.js';
import type { Repeating } from './journal.js';

/** The certificate belongs to no published consumer, or the body names another one than it does. */
export class WrongCaller extends Error {
  override readonly name = 'WrongCaller';
  readonly code = 'WRONG_CALLER';
}

/** What is recorded of a question, whether or not it could be read. */
type Recorded = ReadableParts & Pick<DecideRequest, 'relationship' | 'emergencyReason' | 'consent'>;

/** Decides, and answers only once the attempt is on disk. */
export class Deciding {
  private missed = 0;
  private strangers = 0;
  private readonly refused = new Map<CallerFault, number>();

  constructor(
    private readonly book: () => Book | undefined,
    private readonly buffer: EventBuffer,
    private readonly recorded: () => void,
    private readonly clock: Clock,
    private readonly trouble: Repeating,
  ) {}

  /** Refusals that the disk did not take. */
  get unrecorded(): number {
    return this.missed;
  }

  /** Attempts with a certificate that belongs to no published consumer: there is nobody to record them for. */
  get unknownCallers(): number {
    return this.strangers;
  }

  /** Requests of which it could not be told who asks, by the code each was refused with. */
  get refusedCallers(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.refused);
  }

  countRefused(code: CallerFault): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }

  async answer(certificate: string, request: DecideRequest): Promise<Decision> {
    const now = this.clock.now();
    const book = this.book();
    // Before the first publication there is no key to seal an event with, and nobody to name in it.
    if (book === undefined) return decide({ certificate, ...request }, undefined, now);
    const caller = book.callerOf(certificate);
    if (caller === undefined) {
      this.strangers += 1;
      throw new WrongCaller('This certificate belongs to no published consumer.');
    }
    const decided = decide({ certificate, service: request.service, provider: request.provider, views: request.views }, book, now);
    if (request.consumer !== null && request.consumer !== caller.consumer) {
      await this.keep(book, request, caller, refusal(decided, 'WRONG_CALLER'));
      throw new WrongCaller('The body names another consumer than the certificate does.');
    }
    return this.keep(book, request, caller, isComplete(request) ? decided : refusal(decided, 'INCOMPLETE_REQUEST'));
  }

  /**
   * Keeps a question that could not be read as a refused look of the consumer whose certificate sent it. One of a certificate that
   * nobody published is counted alone: there is no consumer to record it under.
   */
  async keepMalformed(certificate: string, parts: ReadableParts): Promise<void> {
    const book = this.book();
    if (book === undefined) return;
    const caller = book.callerOf(certificate);
    if (caller === undefined) {
      this.strangers += 1;
      return;
    }
    const { service, provider, views } = parts;
    const decided = decide({ certificate, service: service ?? '', provider: provider ?? '', views }, book, this.clock.now());
    await this.keep(book, parts, caller, refusal(decided, 'MALFORMED'));
  }

  /** Gives the decision back once the attempt is on disk; what cannot be kept lets no view be shown, for a refusal lists views too. */
  private async keep(book: Book, request: Recorded, caller: Caller, decision: Decision): Promise<Decision> {
    try {
      await this.buffer.append(sealEvent(book.sealKey, eventOf(request, caller, decision)));
      this.recorded();
      this.trouble.clear('Access events are recorded again.');
      return decision;
    } catch (error) {
      this.missed += 1;
      this.trouble.say(error instanceof BufferFull ? 'The event buffer is full: everything is refused.' : `Access events cannot be recorded, everything is refused: ${String(error)}`);
      return refusal(decision, 'BUFFER_FULL');
    }
  }
}

function refusal(decided: Decision, reason: Decision['reason']): Decision {
  return { ...decided, decision: 'refuse', reason, views: [] };
}

function eventOf(request: Recorded, caller: Caller, decision: Decision): AccessEvent {
  const { prescriptionId, relationship, emergencyReason, consent } = request;
  return {
    occurredAt: new Date(decision.decidedAt).toISOString(),
    service: request.service,
    provider: request.provider,
    views: request.views,
    user: request.user,
    consumer: caller.consumer,
    system: caller.systems[0] ?? '',
    patient: request.patient,
    messageId: request.messageId,
    ...(prescriptionId === undefined ? {} : { prescriptionId }),
    ...(relationship === undefined ? {} : { relationship }),
    ...(emergencyReason === undefined ? {} : { emergencyReason }),
    ...(consent === undefined ? {} : { consent }),
    decision: decision.decision,
    reason: decision.reason,
    permittedViews: decision.views,
    agreement: decision.agreement,
    publication: decision.publication,
    stopList: decision.stopList,
    freshness: decision.freshness,
  };
}
