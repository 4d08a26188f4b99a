import { QueryFailedError, type EntityManager } from 'typeorm';
import { statementName } from './statement-names.js';

interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** One connection to PostgreSQL, as its driver gives it. */
export interface Connection {
  readonly pipeline: boolean;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
  query(statement: Statement): Promise<{ readonly rows: unknown[] }>;
}

export function connectionOf(manager: EntityManager): Promise<Connection> {
  return manager.queryRunner!.connect() as Promise<Connection>;
}

/** Prepared once for each connection: planning a statement of many joins under row-level security takes longer than running it. */
export async function rowsOf<Row>(connection: Connection, text: string, params: readonly unknown[], begun: Promise<unknown>): Promise<Row[]> {
  const name = params.length > 0 ? statementName(text) : undefined;
  try {
    const [{ rows }] = await Promise.all([sent(connection, { ...(name === undefined ? {} : { name }), text, values: params }), begun]);
    return rows as Row[];
  } catch (error) {
    throw error instanceof QueryFailedError ? error : new QueryFailedError(text, params as unknown[], error as Error);
  }
}

/** What is sent in one turn of the program leaves in one piece: each write of its own costs more than the statement in it. */
export function sent(connection: Connection, statement: Statement): Promise<{ readonly rows: unknown[] }> {
  if (connection.pipeline) {
    const { stream } = connection.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
  return connection.query(statement);
}
