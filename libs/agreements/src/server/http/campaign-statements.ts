import { isOdsCode, NotFound, SignInNeeded, type Actor, type Clock } from '@accord/kernel';
import { mayEver, type Transactions } from '@accord/kernel/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CampaignsReader } from '../read-models/campaigns.js';
import type { SealCampaignStatement } from '../use-cases/seal-campaign-statement.js';

export interface CampaignStatementRoute {
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly campaigns: CampaignsReader;
  readonly sealing: SealCampaignStatement;
}

/**
 * GET /campaigns/ID/practices/CODE/statement.pdf: what the practice was asked, what its controller said and what came of it, as known at this
 * moment, sealed with it. For the practice itself and for whoever sees the campaign.
 */
export function campaignStatements(server: FastifyInstance, route: CampaignStatementRoute): void {
  server.get<{ Params: { id: string; odsCode: string } }>('/campaigns/:id/practices/:odsCode/statement.pdf', async (request, reply) => {
    const actor = await route.actorOf(request);
    if (actor === null) throw new SignInNeeded();
    const bytes = await statementFor(route, actor, request.params.id, request.params.odsCode);
    return reply.headers({
      'content-type': 'application/pdf', 'content-disposition': `attachment; filename="statement-campaign-${request.params.odsCode}.pdf"`, 'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin',
    }).send(Buffer.from(bytes));
  });
}

/** The statement of one practice as it stands now; what is not theirs to see is not there. */
export async function statementFor({ transactions, clock, campaigns, sealing }: Omit<CampaignStatementRoute, 'actorOf'>, actor: Actor, id: string, odsCode: string): Promise<Uint8Array> {
  if (!mayEver(actor, 'read', 'Campaign') || !isOdsCode(odsCode)) throw new NotFound('campaign');
  const found = await transactions.read(actor, async (tx) => {
    const [campaign, agreements, name] = [await campaigns.byId(tx, id), await campaigns.agreementsOf(tx, id, odsCode), await campaigns.nameOf(tx, odsCode)];
    return campaign === null || agreements.length === 0 || name === null ? null : { campaign, agreements, name };
  });
  if (found === null) throw new NotFound('campaign');
  return sealing.pdf(found.campaign, { odsCode, name: found.name }, found.agreements, clock.now());
}
