import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Refusal } from '@accord/kernel';
import { Transactions, type Command } from '@accord/kernel/server';
import type { Caller } from './callers.js';
import { CertificateDoesNotCount } from './refusals.js';

const ONCE_IN = 60_000;
const MOST_AT_ONCE = 1_000;

/** Puts on record whom the feed turned away and why; of one certificate that tries again and again, one record a minute for each act and reason. */
@Injectable()
export class RefusedCallers {
  private readonly noted = new Map<string, number>();
  /** Whose record is being written: who comes meanwhile with the same waits for that. */
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(private readonly transactions: Transactions, private readonly clock: Clock) {}

  /** At the door. @param fingerprint null where no certificate could be told from the request */
  async keep(refusal: Refusal, fingerprint: string | null, origin: string): Promise<void> {
    const { machine, consumer } = refusal instanceof CertificateDoesNotCount ? refusal : { machine: 'unknown machine', consumer: null };
    const actor: Actor = { kind: 'machine', personId: null, name: machine, duty: null, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin };
    await this.once({ act: 'certificate.present', subject: fingerprint ?? '', odsCode: consumer }, refusal, actor, fingerprint ?? origin);
  }

  /** Past the door: what this caller may not have or do, or did wrong. The first `subject` of each minute is named. Gives the refusal back, to throw. */
  async across({ actor, fingerprint, isLookedFor }: Pick<Caller, 'actor' | 'fingerprint' | 'isLookedFor'>, act: string, subject: string, refusal: Refusal): Promise<Refusal> {
    // Nobody tried: the reconciler makes sure that it would be refused.
    if (!isLookedFor) await this.once({ act, subject, odsCode: actor.odsCode }, refusal, actor, fingerprint);
    return refusal;
  }

  private async once(command: Command, refusal: Refusal, actor: Actor, who: string): Promise<void> {
    const now = this.clock.now().getTime();
    const key = `${command.act} ${refusal.code} ${who}`;
    if (Math.abs(now - (this.noted.get(key) ?? -Infinity)) < ONCE_IN) return;
    const keeping = this.underWay.get(key) ?? this.record(key, now, command, refusal, actor).finally(() => this.underWay.delete(key));
    this.underWay.set(key, keeping);
    await keeping;
  }

  /** What cannot be recorded is refused all the same, and the next attempt is tried anew. */
  private async record(key: string, now: number, command: Command, refusal: Refusal, actor: Actor): Promise<void> {
    try {
      await this.transactions.keepRefusal(actor, command, refusal);
    } catch (error) {
      process.stderr.write(`feed: a refused caller is not on record: ${error instanceof Error ? error.message : 'fault'}\n`);
      return;
    }
    if (this.noted.size >= MOST_AT_ONCE) this.noted.clear();
    this.noted.set(key, now);
  }
}
