import { NotFound, SignInNeeded, type Actor, type Clock } from '@accord/kernel';
import { mayEver, type Transactions } from '@accord/kernel/server';
import type { StopOnRecord, StopsOnRecord } from '@accord/agreements';
import type { SealedPaper } from '@accord/evidence';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { appliedBy } from '../read-models/publications.js';
import type { SealStatement } from '../use-cases/seal-statement.js';

export interface StatementRoute {
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly stops: StopsOnRecord;
  readonly sealing: SealStatement;
}

/**
 * GET /stops/ID/statement.pdf: what was stopped and how far the gateways are, as known at this moment, sealed with it. A later download
 * says the newer standing. For the side that imposed the stop, and for staff.
 */
export function stopStatements(server: FastifyInstance, route: StatementRoute): void {
  server.get<{ Params: { id: string } }>('/stops/:id/statement.pdf', async (request, reply) => {
    const actor = await route.actorOf(request);
    if (actor === null) throw new SignInNeeded();
    const { stop, paper } = await statementOf(route, actor, request.params.id);
    return reply.headers({
      'content-type': 'application/pdf', 'content-disposition': `attachment; filename="statement-${stop.kind}-${stop.id.slice(0, 13)}.pdf"`, 'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin',
    }).send(Buffer.from(await route.sealing.pdf(paper)));
  });
}

/** The statement of one stop as it stands now. */
export async function statementOf({ transactions, clock, stops, sealing }: Omit<StatementRoute, 'actorOf'>, actor: Actor, id: string): Promise<{ readonly stop: StopOnRecord; readonly paper: SealedPaper }> {
  if (!mayEver(actor, 'state', 'Stop')) throw new NotFound('stop');
  const at = clock.now();
  return transactions.read(actor, async (tx) => {
    const stop = await stops.forStatement(tx, id);
    if (stop === null) throw new NotFound('stop');
    return { stop, paper: sealing.paper(stop, await appliedBy(tx, { subject: stop.id }, at), at) };
  });
}
