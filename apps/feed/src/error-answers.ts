import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { messageFor, Refusal, type RefusalKind } from '@accord/kernel';
import { causeOf, isOutOfReach, OUT_OF_REACH, RETRY_AFTER_SECONDS } from '@accord/kernel/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from './callers.js';
import type { RefusedCallers } from './refused-callers.js';
import { NotRead } from './refusals.js';

const STATUS: Record<RefusalKind, number> = { 'invalid': 400, 'not-found': 404, 'forbidden': 403, 'conflict': 409 };

const SENTENCES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['MALFORMED', 'The request cannot be read.'],
  404: ['NOT_FOUND', 'There is nothing here for this certificate.'],
  413: ['TOO_LARGE', 'The request is too large.'],
  415: ['UNSUPPORTED_TYPE', 'Send application/json.'],
};

/** What may not be read is refused before whoever takes it could put that on record. */
const TAKES: Readonly<Record<string, string>> = { '/publication/receipts': 'receipt.take', '/access-events': 'access-event.ingest' };

/** Every answer that is no success has one shape, `{code, message}`, and says nothing of what is inside. */
@Catch()
export class ErrorAnswers implements ExceptionFilter {
  constructor(private readonly refused: RefusedCallers) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, code, message } = answerTo(error);
    if (status < 500 && !(error instanceof Refusal)) this.note(host.switchToHttp().getRequest<FastifyRequest>(), new NotRead(code)).catch(() => undefined);
    if (status === 503) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (status >= 500) process.stderr.write(`feed: ${causeOf(error)}\n`);
    if (reply.sent) return;
    void reply.status(status).header('cache-control', 'no-store').send({ code, message });
  }

  private async note(request: FastifyRequest, refusal: NotRead): Promise<void> {
    const act = TAKES[request.url];
    if (act !== undefined) await this.refused.across(callerOf(request), act, '', refusal);
  }
}

function answerTo(error: unknown): { readonly status: number; readonly code: string; readonly message: string } {
  if (error instanceof Refusal) return { status: STATUS[error.kind], code: error.code, message: error.message };
  if (isOutOfReach(error)) return { status: 503, code: OUT_OF_REACH, message: messageFor(OUT_OF_REACH) };
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode ?? 500;
  const [code, message] = SENTENCES[status] ?? (status < 500 ? SENTENCES[400]! : ['FAULT', 'Something failed here. Try again.']);
  return { status: SENTENCES[status] ? status : status < 500 ? 400 : 500, code, message };
}
