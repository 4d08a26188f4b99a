import { Injectable } from '@nestjs/common';
import { CallerRefused, PresentedCertificates } from '@accord/enforcement';
import { Clock, odsCode, Refusal, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { machinesOf, type Machine } from '@accord/publication/server';
import type { FeedCertificate } from '@accord/systems/server';
import type { FastifyRequest } from 'fastify';
import { RefusedCallers } from './refused-callers.js';
import type { RightOfWay } from './right-of-way.js';
import { CallerNotKnown, CertificateDoesNotCount, NotRegistered, ReconcilerOnly } from './refusals.js';
import { Together } from './together.js';

/** Who calls, by the certificate presented; nothing else in a request can say otherwise. */
export type Caller = (Machine | { readonly kind: 'publisher'; readonly purpose: Reader['purpose']; readonly until: Date }) & {
  readonly fingerprint: string;
  readonly actor: Actor;
  /** The reconciler looks in this one's place: answered by the same rules, while nothing is noted, recorded or taken in its name. */
  readonly isLookedFor: boolean;
};

/** Who may fetch everything: the publisher, and the reconciler. */
export type Reader = FeedCertificate & { readonly purpose: 'publisher' | 'reconciler' };

/** The fingerprint of the registered certificate in whose place the reconciler asks. */
const IN_PLACE_OF = 'accord-in-place-of';
const LOOKED_AT = /^\/publication\/(?:metadata\/|targets\/|localities$|consumer$)/;

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
    private readonly way: RightOfWay,
  ) {}

  /** The door: every request is some registered machine's, asked anew each time, so that a revocation counts at once. */
  async admit(request: FastifyRequest): Promise<void> {
    const named = request.headers[IN_PLACE_OF];
    const origin = this.presented.originOf(request.raw);
    const caller = await this.presenting(request, origin, named);
    if (named === undefined) {
      callers.set(request.raw, caller);
      return;
    }
    await this.way.give();
    callers.set(request.raw, { ...await this.byFingerprint(String(named), origin), isLookedFor: true });
  }

  /** Whoever is turned away here is on record. */
  private async presenting(request: FastifyRequest, origin: string, inPlaceOf: unknown): Promise<Caller> {
    let fingerprint: string | null = null;
    try {
      fingerprint = this.fingerprintOf(request);
      const caller = await this.byFingerprint(fingerprint, origin);
      if (inPlaceOf !== undefined && !mayLookFor(caller, request)) throw new ReconcilerOnly();
      return caller;
    } catch (error) {
      if (error instanceof Refusal) await this.refused.keep(error, fingerprint, origin);
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
      return { kind: 'publisher', purpose: reader.purpose, until: reader.until, fingerprint, actor: actor(reader.purpose, 'publisher', origin), isLookedFor: false };
    }
    const machine = await this.machines.answerFor(fingerprint);
    if (machine === null) throw new NotRegistered();
    const name = machine.kind === 'gateway' ? machine.code : `system ${machine.system}`;
    const consumer = machine.kind === 'consumer' ? odsCode(machine.consumer) : null;
    if (machine.standing !== 'current') throw new CertificateDoesNotCount(machine.standing, name, consumer);
    return { ...machine, fingerprint, isLookedFor: false, actor: { ...actor(name, machine.kind === 'gateway' ? 'gateway' : null, origin), odsCode: consumer } };
  }

  private async machinesBy(fingerprints: readonly string[]): Promise<readonly PromiseSettledResult<Machine | null>[]> {
    const { rows } = await this.transactions.readOne<Machine>(actor('feed', null, 'feed'), (at) => machinesOf([...new Set(fingerprints)], at));
    const machines = new Map(rows.map((machine) => [machine.fingerprint, machine]));
    return fingerprints.map((fingerprint) => ({ status: 'fulfilled', value: machines.get(fingerprint) ?? null }));
  }
}

/** The reconciler may fetch everything as it is: in another's place it sees less, and only reads. */
function mayLookFor(caller: Caller, { method, url }: FastifyRequest): boolean {
  return caller.kind === 'publisher' && caller.purpose === 'reconciler' && (method === 'GET' || method === 'HEAD') && LOOKED_AT.test(url);
}

function actor(name: string, duty: 'gateway' | 'publisher' | null, origin: string): Actor {
  return { kind: 'machine', personId: null, name, duty, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin };
}
