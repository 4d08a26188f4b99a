import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Receipt } from '@accord/enforcement';
import { IngestAccessEvents } from '@accord/access-log/server';
import { InvalidInput, Refusal } from '@accord/kernel';
import { TakeReceipt, type HandedIn, type Taken } from '@accord/publication/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf, type Caller } from './callers.js';
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
    const caller = callerOf(request);
    await this.onRecord(caller, 'publication.follow', '', this.streams.hold(caller, reply));
  }

  @Post('publication/receipts')
  @HttpCode(200)
  async receipt(@Req() request: FastifyRequest, @Body() body: unknown): Promise<Taken> {
    const caller = callerOf(request);
    if (caller.kind !== 'gateway') throw await this.refused.across(caller, 'receipt.take', '', new GatewaysOnly());
    return this.onRecord(caller, 'receipt.take', caller.id, this.take(caller, body));
  }

  @Post('access-events')
  @HttpCode(200)
  async accessEvents(@Req() request: FastifyRequest, @Body() body: unknown): Promise<unknown> {
    const caller = callerOf(request);
    if (caller.kind !== 'gateway') throw await this.refused.across(caller, 'access-event.ingest', '', new GatewaysOnly());
    return this.intake.execute(caller.actor, caller.id, body as never);
  }

  private async take(caller: Caller & { readonly kind: 'gateway' }, body: unknown): Promise<Taken> {
    const read = receiptShape.safeParse(body);
    if (!read.success) throw new InvalidInput(String(read.error.issues[0]?.path[0] ?? 'receipt'), 'see the description of receipts');
    return this.receipts.answerFor({ actor: caller.actor, gateway: { id: caller.id, code: caller.code, certificatePem: caller.pem }, receipt: read.data satisfies Receipt });
  }

  /** What is refused of it is on record, of one certificate that tries again and again once a minute. */
  private async onRecord<T>(caller: Caller, act: string, subject: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw error instanceof Refusal ? await this.refused.across(caller, act, subject, error) : error;
    }
  }
}
