import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Receipt } from '@accord/enforcement';
import { IngestAccessEvents } from '@accord/access-log/server';
import { InvalidInput } from '@accord/kernel';
import { TakeReceipt, type HandedIn, type Taken } from '@accord/publication/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf } from './callers.js';
import { EventStreams } from './event-streams.js';
import { RefusedCallers } from './refused-callers.js';
import { GatewaysOnly } from './refusals.js';
import { Together } from './together.js';

const receiptShape = z.strictObject({
  gateway: z.string().min(1).max(64),
  publication: z.int().min(1).max(2_147_483_647),
  stopList: z.int().min(0).max(2_147_483_647),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  appliedAt: z.iso.datetime(),
  signature: z.base64().max(512),
});

/** Receipts for one publication come within two seconds: so long one waits for others, that they may share a transaction. */
const GATHER_MS = 200;

/** What gateways hear and hand back. */
@Controller()
export class ExchangeController {
  private readonly receipts: Together<HandedIn, Taken>;

  constructor(private readonly streams: EventStreams, taking: TakeReceipt, private readonly intake: IngestAccessEvents, private readonly refused: RefusedCallers) {
    this.receipts = new Together((handedIn) => taking.together(handedIn), GATHER_MS);
  }

  @Get('publication/events')
  async events(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.streams.hold(callerOf(request), reply);
  }

  @Post('publication/receipts')
  @HttpCode(200)
  async receipt(@Req() request: FastifyRequest, @Body() body: unknown): Promise<{ readonly taken: boolean }> {
    const caller = callerOf(request);
    if (caller.kind !== 'gateway') throw await this.refused.across(caller, 'receipt.take', '', new GatewaysOnly());
    const read = receiptShape.safeParse(body);
    if (!read.success) throw new InvalidInput(String(read.error.issues[0]?.path[0] ?? 'receipt'), 'see the description of receipts');
    return this.receipts.answerFor({ actor: caller.actor, gateway: { id: caller.id, code: caller.code, certificatePem: caller.pem }, receipt: read.data satisfies Receipt });
  }

  @Post('access-events')
  @HttpCode(200)
  async accessEvents(@Req() request: FastifyRequest, @Body() body: unknown): Promise<unknown> {
    const caller = callerOf(request);
    if (caller.kind !== 'gateway') throw await this.refused.across(caller, 'access-event.ingest', '', new GatewaysOnly());
    return this.intake.execute(caller.actor, caller.id, body as never);
  }
}
