import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import { Injectable } from '@nestjs/common';
import { Clock, odsCode, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { machineOf, type Machine } from '@accord/publication/server';
import type { FastifyRequest } from 'fastify';
import { NotRegistered } from './refusals.js';

/** Who calls, by the certificate presented; nothing in a request can say otherwise. */
export type Caller = (Machine | { readonly kind: 'publisher' }) & { readonly fingerprint: string; readonly actor: Actor };

const callers = new WeakMap<object, Caller>();

/** The caller of a request that came past the door. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request.raw);
  if (caller === undefined) throw new NotRegistered();
  return caller;
}

@Injectable()
export class Callers {
  /** @param readers fingerprint to name of those who may fetch everything: the publisher, and the reconciler */
  constructor(private readonly transactions: Transactions, private readonly clock: Clock, private readonly readers: ReadonlyMap<string, string>) {}

  /** The door: every request is some registered machine's, asked anew each time, so that a revocation counts at once. */
  async admit(request: FastifyRequest): Promise<void> {
    const certificate = (request.raw.socket as TLSSocket).getPeerCertificate();
    if (!certificate?.raw) throw new NotRegistered();
    const caller = await this.byFingerprint(createHash('sha256').update(certificate.raw).digest('hex'), request.ip);
    if (caller === null) throw new NotRegistered();
    callers.set(request.raw, caller);
  }

  async byFingerprint(fingerprint: string, origin: string): Promise<Caller | null> {
    const reader = this.readers.get(fingerprint);
    if (reader !== undefined) return { kind: 'publisher', fingerprint, actor: actor(reader, 'publisher', origin) };
    const machine = await this.transactions.read(actor('feed', null, origin), (tx) => machineOf(tx, fingerprint, this.clock.now()));
    if (machine === null) return null;
    return machine.kind === 'gateway'
      ? { ...machine, fingerprint, actor: actor(machine.code, 'gateway', origin) }
      : { ...machine, fingerprint, actor: { ...actor(`system ${machine.system}`, null, origin), odsCode: odsCode(machine.consumer) } };
  }
}

export function fingerprintOf(pemFile: string): string {
  return createHash('sha256').update(new X509Certificate(readFileSync(pemFile)).raw).digest('hex');
}

function actor(name: string, duty: 'gateway' | 'publisher' | null, origin: string): Actor {
  return { kind: 'machine', personId: null, name, duty, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin };
}
