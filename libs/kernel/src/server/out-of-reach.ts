import { QueryFailedError } from 'typeorm';
import { defineMessages } from '../contract/index.js';

/** What is said to whoever asks while the database, or another part, cannot be asked. A connection may break at the commit, so it never says that nothing was changed. */
export const OUT_OF_REACH = 'OUT_OF_REACH';
defineMessages({
  [OUT_OF_REACH]: 'A part of Accord is out of reach at the moment. Try again in a few seconds. If you were changing something, look whether it was done before you repeat it.',
});
/** Restarted, or taken over by another, a database answers again within seconds. */
export const RETRY_AFTER_SECONDS = 5;

const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** Connection exceptions, shutting down or starting up, too many connections. */
const DATABASE_CODES = /^(?:08...|57P0[123]|53300)$/;
/** What the driver says of a connection that broke, or did not come about in time: these have no code. */
const DRIVER_WORDS = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed and is not queryable)/;

/** In one line, for the log: the error of a name with several addresses has a code and no message. */
export function causeOf(error: unknown): string {
  const { code, message } = saidBy(error);
  const [line] = typeof message === 'string' ? message.split('\n', 1) : [];
  return line || (typeof code === 'string' ? code : 'fault');
}

/** Whether this is no fault of anybody's: what was asked could not be asked, and can be asked again. */
export function isOutOfReach(error: unknown): boolean {
  const { code, message } = saidBy(error);
  if (typeof code === 'string' && (CONNECTION_CODES.has(code) || DATABASE_CODES.test(code))) return true;
  return typeof message === 'string' && DRIVER_WORDS.test(message);
}

function saidBy(error: unknown): { readonly code?: unknown; readonly message?: unknown } {
  return (error instanceof QueryFailedError ? error.driverError : error) ?? {};
}
