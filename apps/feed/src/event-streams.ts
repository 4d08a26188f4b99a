import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { currentNumbers } from '@accord/publication/server';
import type { FastifyReply } from 'fastify';
import { Callers, type Caller } from './callers.js';
import { TooManyStreams } from './refusals.js';

interface Numbers {
  readonly number: number;
  readonly stopList: number;
}

const POLL_MS = 1_000;
const PING_MS = 10_000;
const MOST_PER_CERTIFICATE = 8;
const feed: Actor = { kind: 'machine', personId: null, name: 'feed', duty: null, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'feed' };

/** Tells every connected gateway of each publication; asks the database once a second in case a wake-up was lost. */
@Injectable()
export class EventStreams {
  private readonly open = new Map<FastifyReply, { readonly caller: Caller; told: string }>();
  private current: Numbers | null = null;
  private timers: NodeJS.Timeout[] = [];
  private looking: Promise<void> | undefined;

  constructor(private readonly transactions: Transactions, private readonly callers: Callers) {}

  async start(): Promise<void> {
    await this.look();
    this.timers = [setInterval(() => this.wake(), POLL_MS), setInterval(() => { this.ping().catch(() => undefined); }, PING_MS)];
  }

  /** Holds a stream open; what is current now is its first event. */
  async hold(caller: Caller, reply: FastifyReply): Promise<void> {
    const held = [...this.open.values()].filter((stream) => stream.caller.fingerprint === caller.fingerprint).length;
    if (held >= MOST_PER_CERTIFICATE) throw new TooManyStreams(MOST_PER_CERTIFICATE);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    reply.raw.write(': open\n\n');
    this.open.set(reply, { caller, told: '' });
    reply.raw.on('close', () => this.open.delete(reply));
    reply.raw.on('error', () => this.open.delete(reply));
    await this.look();
    this.tell();
  }

  /** Somebody said that there is something new. */
  wake(): void {
    this.look().catch(() => undefined); // the next second looks again
  }

  /** Looks at what is current and tells whoever has not heard. A look that runs is followed by another, never doubled. */
  private async look(): Promise<void> {
    await this.looking;
    this.looking = this.transactions.read(feed, currentNumbers).then((numbers) => { this.current = numbers; }, () => undefined);
    await this.looking;
    this.tell();
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const reply of this.open.keys()) reply.raw.end();
  }

  private tell(): void {
    if (this.current === null) return;
    const data = JSON.stringify({ number: this.current.number, stopList: this.current.stopList });
    for (const [reply, stream] of this.open) {
      if (stream.told === data) continue;
      stream.told = data;
      reply.raw.write(`event: publication\ndata: ${data}\n\n`);
    }
  }

  /** Keeps streams from looking idle, and ends those whose certificate has been revoked since. */
  private async ping(): Promise<void> {
    for (const [reply, { caller }] of this.open) {
      const still = await this.callers.byFingerprint(caller.fingerprint, caller.actor.origin).catch(() => caller);
      if (still === null) reply.raw.end();
      else reply.raw.write(': ping\n\n');
    }
  }
}
