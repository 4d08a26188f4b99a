import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignInNeeded, type Actor, type Tx } from '@accord/kernel';
import type { RequestScope, Transactions } from '@accord/kernel/server';

/** The client went away, or was answered, and something still asks on its behalf. */
export class RequestOver extends Error {
  constructor() { super('This request is over.'); }
}

/** One request: who acts, and the one transaction its reads share. */
class Scope implements RequestScope {
  private opened: Promise<{ readonly tx: Tx; end(): Promise<void> }> | undefined;
  isOver = false;

  constructor(readonly actor: Actor | null, private readonly transactions: Transactions) {}

  async reading(): Promise<Tx> {
    if (this.actor === null) throw new SignInNeeded();
    if (this.isOver) throw new RequestOver();
    this.opened ??= this.transactions.beginReading(this.actor);
    return (await this.opened).tx;
  }

  /** As often as one likes; nothing opens afterwards. */
  async end(): Promise<void> {
    this.isOver = true;
    const opened = this.opened;
    this.opened = undefined;
    await (await opened?.catch(() => undefined))?.end();
  }
}

/** Of a request of which nobody can tell who sent it. The framework makes it before it listens to faults, so it says why as soon as anything is asked of it. */
class LostScope implements RequestScope {
  constructor(private readonly why: unknown) {}

  get actor(): never {
    throw this.why;
  }

  reading(): Promise<never> {
    return Promise.reject(this.why as Error);
  }
}

/** Whether the request behind it was answered, or left, already. */
export const scopeIsOver = (scope: unknown): boolean => scope instanceof Scope && scope.isOver;

const scopes = new WeakMap<FastifyRequest, Scope>();

export async function beginScope(
  request: FastifyRequest, reply: FastifyReply, transactions: Transactions, actorOf: (request: FastifyRequest) => Promise<Actor | null>,
): Promise<RequestScope> {
  let actor: Actor | null;
  try {
    actor = await actorOf(request);
  } catch (why) {
    return new LostScope(why);
  }
  const scope = new Scope(actor, transactions);
  scopes.set(request, scope);
  // No hook tells of a client that went away before it was answered: its reading would keep a connection for ever. One that cannot
  // be ended is one whose connection broke, and the pool has thrown that away.
  const end = (): void => { scope.end().catch(() => undefined); };
  if (reply.raw.destroyed || reply.raw.socket?.destroyed === true) end();
  else reply.raw.once('close', end);
  return scope;
}

/** Ends the request's reading, however the request ended. */
export async function endScope(request: FastifyRequest): Promise<void> {
  await scopes.get(request)?.end();
}
