import type { FastifyRequest } from 'fastify';
import { SignInNeeded, type Actor, type Tx } from '@accord/kernel';
import type { RequestScope, Transactions } from '@accord/kernel/server';

/** One request: who acts, and the one transaction its reads share. */
class Scope implements RequestScope {
  private opened: Promise<{ readonly tx: Tx; end(): Promise<void> }> | undefined;

  constructor(readonly actor: Actor | null, private readonly transactions: Transactions) {}

  async reading(): Promise<Tx> {
    if (this.actor === null) throw new SignInNeeded();
    this.opened ??= this.transactions.beginReading(this.actor);
    return (await this.opened).tx;
  }

  async end(): Promise<void> {
    const opened = this.opened;
    this.opened = undefined;
    await (await opened?.catch(() => undefined))?.end();
  }
}

const scopes = new WeakMap<FastifyRequest, Scope>();

export async function beginScope(request: FastifyRequest, transactions: Transactions, actorOf: (request: FastifyRequest) => Promise<Actor | null>): Promise<RequestScope> {
  const scope = new Scope(await actorOf(request), transactions);
  scopes.set(request, scope);
  return scope;
}

/** Ends the request's reading, however the request ended. */
export async function endScope(request: FastifyRequest): Promise<void> {
  await scopes.get(request)?.end();
}
