import { Injectable } from '@nestjs/common';
import { CallerRefused, PresentedCertificates } from '@accord/enforcement';
import { Clock, odsCode, Refusal, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { machinesOf, type Machine } from '@accord/publication/server';
import type { FeedCertificate } from '@accord/systems/server';
import type { FastifyRequest } from 'fastify';
import { RefusedCallers } from './refused-callers.js';
import { CallerNotKnown, CertificateDoesNotCount, NotRegistered } from './refusals.js';
import { Together } from './together.js';

/** Who calls, by the certificate presented; nothing else in a request can say otherwise. */
export type Caller = (Machine | { readonly kind: 'publisher'; readonly until: Date; readonly fingerprint: string }) & { readonly actor: Actor };

/** Who may fetch everything: the publisher, and the reconciler. */
export type Reader = FeedCertificate & { readonly purpose: 'publisher' | 'reconciler' };

const callers = new WeakMap<object, Caller>();

/** The caller of a request that came past the door. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request.raw);
  if (caller === undefined) throw new NotRegistered();
  return caller;
}

@Injectable()
export class Callers {
  /** Who comes while the database is asked for others is asked for with whoever else comes meanwhile: anew for each request all the same. */
  private readonly machines = new Together<string, Machine | null>((fingerprints) => this.machinesBy(fingerprints), 0);

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly presented: PresentedCertificates,
    private readonly readers: readonly Reader[],
    private readonly refused: RefusedCallers,
  ) {}

  /** The door: every request is some registered machine's, asked anew each time, so that a revocation counts at once. */
  async admit(request: FastifyRequest): Promise<void> {
    let fingerprint: string | null = null;
    try {
      fingerprint = this.fingerprintOf(request);
      callers.set(request.raw, await this.byFingerprint(fingerprint, request.ip));
    } catch (error) {
      if (error instanceof Refusal) await this.refused.keep(error, fingerprint, request.ip);
      throw error;
    }
  }

  private fingerprintOf(request: FastifyRequest): string {
    try {
      return this.presented.fingerprintOf(request.raw, this.clock.now().getTime());
    } catch (error) {
      throw error instanceof CallerRefused ? new CallerNotKnown(error) : error;
    }
  }

  private async byFingerprint(fingerprint: string, origin: string): Promise<Caller> {
    const at = this.clock.now();
    const reader = this.readers.find((each) => each.sha256 === fingerprint);
    if (reader !== undefined) {
      if (at < reader.from || at >= reader.until) throw new CertificateDoesNotCount('not-current', reader.purpose, null);
      return { kind: 'publisher', until: reader.until, fingerprint, actor: actor(reader.purpose, 'publisher', origin) };
    }
    const machine = await this.machines.answerFor(fingerprint);
    if (machine === null) throw new NotRegistered();
    const name = machine.kind === 'gateway' ? machine.code : `system ${machine.system}`;
    const consumer = machine.kind === 'consumer' ? odsCode(machine.consumer) : null;
    if (machine.standing !== 'current') throw new CertificateDoesNotCount(machine.standing, name, consumer);
    return { ...machine, actor: { ...actor(name, machine.kind === 'gateway' ? 'gateway' : null, origin), odsCode: consumer } };
  }

  private async machinesBy(fingerprints: readonly string[]): Promise<readonly PromiseSettledResult<Machine | null>[]> {
    const machines = await this.transactions.read(actor('feed', null, 'feed'), (tx) => machinesOf(tx, [...new Set(fingerprints)], this.clock.now()));
    return fingerprints.map((fingerprint) => ({ status: 'fulfilled', value: machines.get(fingerprint) ?? null }));
  }
}

function actor(name: string, duty: 'gateway' | 'publisher' | null, origin: string): Actor {
  return { kind: 'machine', personId: null, name, duty, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin };
}
