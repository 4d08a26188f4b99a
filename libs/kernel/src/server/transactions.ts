import pg from 'pg';
import { DataSource, QueryFailedError, type EntityManager } from 'typeorm';
import { canonicalJson, type Clock, IdempotencyKeyReused, InvalidInput, Refusal, sha256Hex, SignInNeeded, type Actor, type Tx } from '../contract/index.js';
import { recordRefusedAttempt } from './change-records.js';
import type { Concern, Noted } from './concern.js';
import { connectionOf, rowsOf, sent } from './connection.js';
import { refusalOfConstraint } from './constraint-refusals.js';
import { closeTransaction, openTransaction } from './open-transaction.js';

/** What is being attempted: its name, on what, what that is about where it is known beforehand, and what makes a retry the same request. */
export interface Command extends Concern {
  /** e.g. `participation.verify` */
  readonly act: string;
  readonly subject?: string | undefined;
  /** Same key, same input, same duty and organisation: the first answer again. Same key and anything else: refused. */
  readonly idempotencyKey?: string | undefined;
  readonly input?: unknown;
}

const RETRYABLE = new Set(['40001', '40P01']);
const TRIES = 4;

/** The only maker of transactions. Sets who acts for row-level security and triggers; keeps the record of refused attempts. */
export class Transactions {
  constructor(private readonly dataSource: DataSource, private readonly clock: Clock) {}

  /**
   * Does `work` in one transaction. A refusal rolls everything back, is recorded in a transaction of its own, and is thrown on.
   * With an idempotency key the answer (which must be JSON) is kept and given again.
   */
  async run<T>(actor: Actor, command: Command, work: (tx: Tx) => Promise<T>): Promise<T> {
    const noted: Noted = { concern: {} };
    try {
      return await this.tryUntilSerial(() => this.once(actor, command, noted, work));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : refusalOfConstraint(error);
      if (refusal === undefined) throw error;
      await this.keepRefusal(actor, command, refusal, noted);
      throw refusal;
    }
  }

  /** Records an attempt refused before any transaction began (bad upload, missing duty at the door). */
  async keepRefusal(actor: Actor, command: Command, refusal: Refusal, noted: Noted = { concern: {} }): Promise<void> {
    const at = this.clock.now();
    await this.dataSource.transaction(async (manager) => {
      await this.introduce(manager, actor, at);
      await recordRefusedAttempt(manager, actor, at, command, refusal, noted);
    });
  }

  /** Reads as this actor: sees what row-level security lets it see, and cannot write. */
  async read<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const reading = await this.beginReading(actor);
    try {
      return await work(reading.tx);
    } finally {
      await reading.end();
    }
  }

  /** Reads as this actor what one statement says, and when: on a pipelined connection it begins, asks and ends in one trip. */
  async readOne<Row>(actor: Actor, statement: (at: Date) => { readonly text: string; readonly params: readonly unknown[] }): Promise<{ readonly rows: Row[]; readonly at: Date }> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const connection = await connectionOf(runner.manager);
      const at = this.clock.now();
      const { text, params } = statement(at);
      const begun = sent(connection, beginning(actor, at));
      const answered = rowsOf<Row>(connection, text, params, begun);
      // Sent behind it without waiting: after a statement that failed, this rolls back.
      const ended = sent(connection, { text: 'COMMIT' });
      await Promise.allSettled([answered, begun, ended]); // nobody else gets the connection before that
      const rows = await answered;
      await ended;
      return { rows, at };
    } finally {
      await runner.release();
    }
  }

  /** A read that stays open for one request; its owner ends it. */
  async beginReading(actor: Actor): Promise<{ readonly tx: Tx; end(): Promise<void> }> {
    if (actor.kind === 'person' && actor.personId === null) throw new SignInNeeded();
    const runner = this.dataSource.createQueryRunner();
    const connection = await connectionOf(runner.manager).catch(async (error: unknown) => {
      await runner.release();
      throw error;
    });
    const at = this.clock.now();
    // Not waited for: the first statement may go out with it, and its answer waits for this one.
    const begun = sent(connection, beginning(actor, at));
    begun.catch(() => undefined); // told by whoever reads
    const tx = openTransaction(runner.manager, actor, at, undefined, begun);
    return {
      tx,
      end: async () => {
        await closeTransaction(tx);
        try {
          await sent(connection, { text: 'COMMIT' });
        } finally {
          await runner.release();
        }
      },
    };
  }

  private async once<T>(actor: Actor, command: Command, noted: Noted, work: (tx: Tx) => Promise<T>): Promise<T> {
    const at = this.clock.now();
    noted.concern = {};
    return this.dataSource.transaction(async (manager) => {
      await this.introduce(manager, actor, at);
      const kept = await this.keptAnswer<T>(manager, actor, command, at);
      if (kept !== undefined) return kept.answer;
      const tx = openTransaction(manager, actor, at, noted);
      try {
        const answer = await work(tx);
        await this.keepAnswer(manager, actor, command, answer);
        return answer;
      } finally {
        await closeTransaction(tx);
      }
    });
  }

  private async introduce(manager: EntityManager, actor: Actor, at: Date): Promise<void> {
    await manager.query(introduction(['$1', '$2', '$3', '$4', '$5']), introducing(actor, at));
  }

  private async keptAnswer<T>(manager: EntityManager, actor: Actor, command: Command, at: Date): Promise<{ answer: T } | undefined> {
    if (command.idempotencyKey === undefined) return undefined;
    if (!/^[\x21-\x7e]{8,128}$/.test(command.idempotencyKey)) throw new InvalidInput('idempotencyKey', 'use 8 to 128 printable characters without spaces');
    // The same words in another duty or organisation are another request: an answer never crosses that fence.
    const request = sha256Hex(canonicalJson({ act: command.act, subject: command.subject ?? null, input: command.input ?? null, duty: actor.duty, odsCode: actor.odsCode }));
    const holder = idempotencyHolder(actor);
    // A second request under the same key waits here until the first has committed or gone.
    const claimed = await manager.query<unknown[]>(
      `INSERT INTO idempotency (holder, key, request_hash, recorded_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING key`,
      [holder, command.idempotencyKey, request, at],
    );
    if (claimed.length > 0) return undefined;
    const [kept] = await manager.query<{ request_hash: string; answer: T }[]>(
      'SELECT request_hash, answer FROM idempotency WHERE holder = $1 AND key = $2', [holder, command.idempotencyKey],
    );
    if (kept === undefined || kept.request_hash !== request) throw new IdempotencyKeyReused();
    return { answer: kept.answer };
  }

  private async keepAnswer(manager: EntityManager, actor: Actor, command: Command, answer: unknown): Promise<void> {
    if (command.idempotencyKey === undefined) return;
    await manager.query('UPDATE idempotency SET answer = $3::jsonb WHERE holder = $1 AND key = $2', [
      idempotencyHolder(actor), command.idempotencyKey, JSON.stringify(answer ?? null),
    ]);
  }

  private async tryUntilSerial<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await attempt();
      } catch (error) {
        const state = error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
        if (tried >= TRIES || state === undefined || !RETRYABLE.has(state)) throw error;
      }
    }
  }
}

function beginning(actor: Actor, at: Date): { readonly text: string } {
  return { text: `START TRANSACTION READ ONLY; ${introduction(introducing(actor, at).map((said) => pg.escapeLiteral(said)))}` };
}

/** What row-level security and triggers judge by, in the order of `introduction`. */
function introducing(actor: Actor, at: Date): string[] {
  return [actor.personId ?? '', actor.duty ?? '', actor.odsCode ?? '', `{${actor.localities.join(',')}}`, at.toISOString()];
}

function introduction([person, duty, ods, localities, at]: readonly string[]): string {
  return `SELECT set_config('accord.person', ${person}, true), set_config('accord.duty', ${duty}, true), set_config('accord.ods', ${ods}, true),
    set_config('accord.localities', ${localities}, true), set_config('accord.at', ${at}, true)`;
}

function idempotencyHolder(actor: Actor): string {
  return actor.personId ?? `${actor.kind}:${actor.name}`;
}
