import Fastify from 'fastify';
import { Pool } from 'pg';

import type { PageStatements } from './page-question.js';

/** What the benchmark tells this program, as the one line of its standard input. */
export interface BareServerTask {
  readonly databaseUrl: string;
  readonly connections: number;
  readonly statements: PageStatements;
  /** The instant by which an agreement is expired or not. */
  readonly at: string;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * The peer, in a process of its own: Fastify and pg as one would write them for nothing but speed. The statements of the product, prepared,
 * as a role that no policy binds; no session, no transaction, no GraphQL.
 */
async function serve({ databaseUrl, connections, statements, at }: BareServerTask): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: connections, options: `-c accord.at=${at}` });
  const { fields } = statements;

  const related = (rows: readonly Row[]): Map<unknown, Row[]> => {
    const byVersion = new Map<unknown, Row[]>();
    for (const { askedFor: id, ...row } of rows) {
      const known = byVersion.get(id);
      if (known === undefined) byVersion.set(id, [row]);
      else known.push(row);
    }
    return byVersion;
  };

  const app = Fastify();
  app.post('/agreements', async (request) => {
    const { page, perPage } = request.body as { page: number; perPage: number };
    const client = await pool.connect();
    try {
      const counted = await client.query<{ total: number }>({ name: 'count', text: statements.count, values: [null] });
      const found = await client.query<Row>({ name: 'page', text: statements.page, values: [null, (page - 1) * perPage] });
      const ids = found.rows.map((row) => row['versionId']);
      const providers = related((await client.query<Row>({ name: 'providers', text: statements.providers, values: [ids] })).rows);
      const consumers = related((await client.query<Row>({ name: 'consumers', text: statements.consumers, values: [ids] })).rows);
      const items = found.rows.map((row) => {
        const item: Record<string, unknown> = {};
        for (const field of fields) item[field] = row[field];
        item['providers'] = providers.get(row['versionId']) ?? [];
        item['consumers'] = consumers.get(row['versionId']) ?? [];
        return item;
      });
      return { total: counted.rows[0]?.total, items };
    } finally {
      client.release();
    }
  });
  console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
}

let task = '';
for await (const part of process.stdin) {
  task += String(part);
  if (task.endsWith('\n')) break;
}
await serve(JSON.parse(task) as BareServerTask);
