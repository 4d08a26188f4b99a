import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { SaidOnce, Transactions } from '@accord/kernel/server';
import { currentAmong, currentNumbers, everGiven, NoteContact, pushableSince, type Pushable } from '@accord/publication/server';
import type { FastifyReply } from 'fastify';
import type { Caller } from './callers.js';
import { mayFetch } from './may-fetch.js';
import { TooManyStreams } from './refusals.js';

interface Stream {
  readonly caller: Caller;
  /** The publication it was told of last; 0 before the first word. */
  told: number;
}

const POLL_MS = 1_000;
const PING_MS = 10_000;
const EXPIRY_MS = 200;
const MOST_PER_CERTIFICATE = 8;
/** Beyond this a file is fetched by whoever needs it: one event must not hold up the next. */
const MOST_CARRIED = 1024 * 1024;
/** Who reads so slowly that this much waits for it is sent away, and begins again with what is current then. */
const MOST_WAITING = 8 * 1024 * 1024;
const feed: Actor = { kind: 'machine', personId: null, name: 'feed', duty: null, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'feed' };

/**
 * Tells every connected gateway of each publication, with the metadata and targets that have changed of what it may fetch; asks the
 * database once a second in case a wake-up was lost. Revoking a certificate wakes it as well: its stream ends without another word, and that of
 * one which expires at that instant by this machine's clock, however that was moved.
 */
@Injectable()
export class EventStreams {
  private readonly open = new Map<FastifyReply, Stream>();
  private timers: NodeJS.Timeout[] = [];
  private looking: Promise<void> | undefined;
  private isStale = false;
  private readonly looks = new SaidOnce('feed: nobody on an event stream can be told what is current');
  private readonly notes = new SaidOnce('feed: events carry no files, because contacts of gateways cannot be noted');

  constructor(private readonly transactions: Transactions, private readonly clock: Clock, private readonly contacts: NoteContact) {}

  async start(): Promise<void> {
    await this.look();
    this.timers = [setInterval(() => this.wake(), POLL_MS), setInterval(() => this.ping(), PING_MS), setInterval(() => this.endExpired(), EXPIRY_MS)];
  }

  /** Holds a stream open; which publication is current now is its first event. */
  async hold(caller: Caller, reply: FastifyReply): Promise<void> {
    const held = [...this.open.values()].filter((stream) => stream.caller.fingerprint === caller.fingerprint).length;
    if (held >= MOST_PER_CERTIFICATE) throw new TooManyStreams(MOST_PER_CERTIFICATE);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    reply.raw.write(': open\n\n');
    this.open.set(reply, { caller, told: 0 });
    reply.raw.on('close', () => this.open.delete(reply));
    reply.raw.on('error', () => this.open.delete(reply));
    await this.look();
  }

  /** Somebody said that there is something new. */
  wake(): void {
    this.look().catch(() => undefined);
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const reply of this.open.keys()) reply.raw.end();
  }

  /** Looks at what is current and tells whoever has not heard; it never rejects. One look at a time; asked for during one, it is followed by another. */
  private look(): Promise<void> {
    this.isStale = true;
    this.looking ??= this.lookUntilCurrent().finally(() => { this.looking = undefined; });
    return this.looking;
  }

  private async lookUntilCurrent(): Promise<void> {
    while (this.isStale) {
      this.isStale = false;
      try {
        await this.lookOnce();
        this.looks.clear();
      } catch (error) {
        this.looks.say(error); // the next second looks again
      }
    }
  }

  private async lookOnce(): Promise<void> {
    const asked = new Map(this.open);
    const fingerprints = new Set([...asked.values()].filter(({ caller }) => caller.kind !== 'publisher').map(({ caller }) => caller.fingerprint));
    const gatewayIds = [...new Set([...asked.values()].flatMap(({ caller, told }) => (caller.kind === 'gateway' && told > 0 ? [caller.id] : [])))];
    const { current, pushable, speaking, given } = await this.transactions.read(feed, async (tx) => {
      // Whom something was given is read before what is pushed: a stop that does not wait for somebody is known to what they get first.
      const [numbers, found, known] = await Promise.all([currentNumbers(tx), currentAmong(tx, [...fingerprints]), everGiven(tx, gatewayIds)]);
      const behind = [...asked.values()].filter(({ told }) => told > 0 && told < (numbers?.number ?? 0)).map(({ told }) => told);
      const since = behind.length === 0 ? null : await pushableSince(tx, Math.min(...behind));
      return { current: since ?? numbers, pushable: since, speaking: found, given: known };
    });
    const carrying: { readonly id: string; readonly send: (isNoted: boolean) => void }[] = [];
    // Gateways that may fetch the same are told the same, and it is written once.
    const written = new Map<string, Buffer>();
    for (const [reply, stream] of asked) {
      const { caller, told } = stream;
      const localities = speaking.get(caller.fingerprint);
      if (caller.kind !== 'publisher' && localities === undefined) this.end(reply);
      else if (current !== null && told < current.number) {
        const takes = pushable === null || told === 0 || caller.kind !== 'gateway' || !given.has(caller.id) || localities === undefined ? null : { caller, localities };
        const plain = eventOf(current, {});
        if (takes === null) {
          this.tell(reply, stream, current.number, plain);
          continue;
        }
        const key = takes.localities.join();
        const bytes = written.get(key) ?? eventOf(current, carriedTo({ ...takes.caller, localities: takes.localities }, pushable!));
        written.set(key, bytes);
        carrying.push({ id: takes.caller.id, send: (isNoted) => this.tell(reply, stream, current.number, isNoted ? bytes : plain) });
      }
    }
    if (carrying.length === 0) return;
    const isNoted = await this.noteContacts(new Set(carrying.map(({ id }) => id)));
    for (const { send } of carrying) send(isNoted);
  }

  /**
   * Who is handed a timestamp may answer for as long as its refuse limit after that, so it is noted first. Where it
   * cannot be, they are told the number alone, as the others were before this, and fetch.
   */
  private async noteContacts(ids: ReadonlySet<string>): Promise<boolean> {
    try {
      await this.contacts.handed(feed, [...ids]);
      this.notes.clear();
      return true;
    } catch (error) {
      this.notes.say(error);
      return false;
    }
  }

  private tell(reply: FastifyReply, stream: Stream, number: number, event: Buffer): void {
    if (!this.open.has(reply)) return;
    stream.told = number;
    reply.raw.write(event);
    if (reply.raw.writableLength > MOST_WAITING) this.end(reply);
  }

  private end(reply: FastifyReply): void {
    this.open.delete(reply);
    reply.raw.destroy();
  }

  /** Keeps streams from looking idle. */
  private ping(): void {
    for (const reply of this.open.keys()) reply.raw.write(': ping\n\n');
  }

  private endExpired(): void {
    const now = this.clock.now();
    for (const [reply, { caller }] of this.open) if (now >= caller.until) this.end(reply);
  }
}

function eventOf({ number, stopList }: { readonly number: number; readonly stopList: number }, carried: object): Buffer {
  return Buffer.from(`event: publication\ndata: ${JSON.stringify({ number, stopList, ...carried })}\n\n`);
}

/** The small files first; what does not fit is fetched. */
function carriedTo(caller: Caller & { readonly kind: 'gateway' }, { root, metadata, targets }: Pushable): object {
  let room = MOST_CARRIED;
  const files: Record<string, string> = {};
  const wanted = [...metadata, ...targets.filter(({ path }) => mayFetch(caller, path))].sort((one, other) => one.text.length - other.text.length);
  for (const { name, text } of wanted) {
    room -= text.length;
    if (room < 0) break;
    files[name] = text;
  }
  return { root, localities: caller.localities, files };
}
