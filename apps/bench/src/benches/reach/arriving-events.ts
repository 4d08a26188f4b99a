import { createPublicKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';

import { type AccessEvent, sealEvent, sealKeyOf } from '@accord/enforcement';

import type { LaidDownGateway } from './lay-down-country.js';

/** A little above the 2,000 that have to be stored: what is on its way when time is taken must not be missing. */
const PER_SECOND = 2_050;
const BATCH = 200;
const SEALED = 1_000;
/** Beyond this many batches that wait for an answer the feed cannot keep up, and what is not sent is counted. */
const MOST_WAITING = 40;

/** Access events as gateways send them: sealed, in batches, under their own certificates, at an even rate whatever the feed answers. */
export class ArrivingEvents {
  private timer: NodeJS.Timeout | undefined;
  private readonly agents: Agent[];
  private readonly senders: { readonly boot: string; next: number }[];
  private readonly sealed: readonly string[];
  private waiting = 0;
  private turn = 0;
  private began = 0;
  offered = 0;
  acknowledged = 0;
  refused = 0;

  constructor(home: string, private readonly feedUrl: string, private readonly gateways: readonly LaidDownGateway[], pairs: readonly { readonly provider: string; readonly consumer: string }[], now: Date) {
    const ca = readFileSync(join(home, 'certs', 'ca.pem'), 'utf8');
    this.agents = gateways.map(({ pem, key }) => new Agent({ keepAlive: true, maxSockets: 4, cert: pem, key, ca, minVersion: 'TLSv1.2' }));
    this.senders = gateways.map(() => ({ boot: randomUUID(), next: 1 }));
    const sealKey = sealKeyOf(createPublicKey(readFileSync(join(home, 'keys', 'audit', 'seal.pub'))));
    // Sealing is the gateways' work, and this process has to be on time: each sealed event is sent under many numbers.
    this.sealed = Array.from({ length: SEALED }, (_none, nth) => Buffer.from(sealEvent(sealKey, event(pairs[nth % pairs.length]!, nth, now))).toString('base64'));
  }

  start(): void {
    this.began = performance.now();
    this.timer = setInterval(() => { this.sendDue(); }, 20);
  }

  /** Events acknowledged in each second since the start. */
  stop(): { readonly offered: number; readonly acknowledged: number } {
    clearInterval(this.timer);
    const seconds = (performance.now() - this.began) / 1_000;
    for (const agent of this.agents) agent.destroy();
    return { offered: this.offered / seconds, acknowledged: this.acknowledged / seconds };
  }

  private sendDue(): void {
    const due = (performance.now() - this.began) / 1_000 * PER_SECOND;
    while (this.offered + BATCH <= due) {
      this.offered += BATCH;
      if (this.waiting < MOST_WAITING) this.send();
      else this.refused += BATCH;
    }
  }

  private send(): void {
    const at = this.turn++ % this.gateways.length;
    const sender = this.senders[at]!;
    const first = sender.next;
    sender.next += BATCH;
    const body = JSON.stringify({ boot: sender.boot, events: Array.from({ length: BATCH }, (_none, nth) => ({ sequence: first + nth, sealed: this.sealed[(first + nth) % SEALED] })) });
    this.waiting += 1;
    const done = (count: number): void => {
      this.waiting -= 1;
      this.acknowledged += count;
    };
    const asked = request(new URL('/access-events', this.feedUrl), { method: 'POST', agent: this.agents[at], headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      answer.on('end', () => { done(answer.statusCode === 200 ? BATCH : 0); });
    });
    asked.on('error', () => { done(0); });
    asked.end(body);
  }
}

function event({ provider, consumer }: { readonly provider: string; readonly consumer: string }, nth: number, now: Date): AccessEvent {
  return {
    occurredAt: now.toISOString(), service: 'DCR', provider, views: ['summary'], user: { id: `user-${nth}`, name: 'Invented User', jobRole: 'R8000' }, consumer, system: `${consumer}-1`,
    patient: '9990000018', messageId: randomUUID(), relationship: 'referral', consent: { given: true, recordedAt: now.toISOString() },
    decision: 'permit', reason: 'PERMITTED', permittedViews: ['summary'], agreement: 'DCR-1', publication: 1, stopList: 1, freshness: 'fresh',
  };
}
