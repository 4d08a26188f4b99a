import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { Client } from 'pg';
import { SystemClock } from '@accord/kernel/server';
import { SeededNumbers } from '@accord/tooling/server';
import type { Installation } from '../../installation.js';
import { consumerFiles } from './certificates.js';
import type { Country } from './country.js';
import { inParallel } from './in-parallel.js';

const AT_ONCE = 24;
/** The same questions on every run. */
const SEED = 20_260_302;

interface Question {
  readonly provider: string;
  readonly consumer: string;
  readonly view: string;
}

/**
 * Asks the gateway, as each consumer by its own certificate, and asks SQL the same: is there a live participation and a live part of
 * one agreement, inside its dates, with this view in the consumer's current view set? Gives how often the two differ.
 */
export async function checkDecisions(installation: Installation, country: Country, count: number, progress: (done: number) => void): Promise<{ checked: number; disagreements: number }> {
  const questions = questionsOf(country, count);
  const lawful = await answersOfSql(installation.databaseUrls.publisher, questions);
  const callers = new Callers(installation);
  let [checked, disagreements] = [0, 0];
  // By consumer, so that each opens one connection.
  const order = questions.map((_, index) => index).sort((a, b) => (questions[a]!.consumer < questions[b]!.consumer ? -1 : 1));
  await inParallel(order, AT_ONCE, async (index) => {
    const decision = await callers.decide(questions[index]!, `national-${index}`);
    if ((decision === 'permit') !== lawful[index]) disagreements += 1;
    checked += 1;
    if (checked % 1_000 === 0) progress(checked);
  });
  callers.close();
  return { checked, disagreements };
}

/** Two in three within one locality, the rest anywhere; any view of the service. */
function questionsOf(country: Country, count: number): Question[] {
  const drawn = new SeededNumbers(SEED);
  const views = ['summary', 'problems', 'diagnosis', 'medication', 'risks-and-warnings', 'procedures', 'investigations', 'examinations', 'events', 'demographics'];
  return Array.from({ length: count }, () => {
    const locality = drawn.oneOf(country.localities);
    const other = drawn.chance(2 / 3) ? locality : drawn.oneOf(country.localities);
    return { provider: drawn.oneOf(other.practices).odsCode, consumer: drawn.oneOf(locality.viewers).odsCode, view: drawn.oneOf(views) };
  });
}

async function answersOfSql(url: string, questions: readonly Question[]): Promise<boolean[]> {
  const client = new Client({ connectionString: url, application_name: 'accord scenario' });
  await client.connect();
  try {
    const { rows } = await client.query<{ lawful: boolean }>(`
      SELECT EXISTS (
        SELECT FROM participation JOIN consumer_part USING (agreement_id)
          JOIN agreement_version version ON version.id = participation.agreement_version_id
          JOIN view_set ON view_set.id = consumer_part.view_set_id
          JOIN participation_terms proved ON proved.participation_id = participation.id AND proved.consumer_ods_code = consumer_part.consumer_ods_code AND proved.view_set_id = view_set.id
        WHERE participation.provider_ods_code = asked.provider AND consumer_part.consumer_ods_code = asked.consumer AND participation.service_code = 'DCR'
          AND participation.state = 'live' AND consumer_part.state = 'live' AND version.during @> $4::timestamptz AND view_set.current_during @> $4::timestamptz
          AND asked.view = ANY (view_set.views)) AS lawful
      FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (provider, consumer, view, nth) ORDER BY nth`,
    [questions.map((each) => each.provider), questions.map((each) => each.consumer), questions.map((each) => each.view), new SystemClock().now()]);
    return rows.map((row) => row.lawful);
  } finally {
    await client.end();
  }
}

/** Consumer systems, each with its own certificate and one connection that it keeps. */
class Callers {
  private readonly agents = new Map<string, Agent>();
  private readonly authority: Buffer;

  constructor(private readonly installation: Installation) {
    this.authority = readFileSync(installation.home.certificate('ca'));
  }

  decide({ provider, consumer, view }: Question, messageId: string): Promise<string> {
    const body = JSON.stringify({
      service: 'DCR', provider, views: [view], user: { id: `user-${consumer}`, name: 'Wren Calloway', jobRole: 'R8000' }, patient: '9990000018', messageId,
      relationship: 'self-referral', consent: { given: true, recordedAt: '2026-03-02T09:00:00Z' },
    });
    return new Promise((resolve, reject) => {
      const sent = request({
        host: '127.0.0.1', port: this.installation.ports.gateway, path: '/decide', method: 'POST', agent: this.agentOf(consumer),
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject).on('end', () => {
          const answer = JSON.parse(Buffer.concat(pieces).toString()) as { decision?: string; code?: string };
          resolve(answer.decision ?? answer.code ?? `status ${response.statusCode}`);
        });
      });
      sent.on('error', reject).end(body);
    });
  }

  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
  }

  private agentOf(consumer: string): Agent {
    let agent = this.agents.get(consumer);
    if (agent === undefined) {
      const files = consumerFiles(this.installation.home, consumer);
      agent = new Agent({ keepAlive: true, maxSockets: 2, ca: this.authority, cert: readFileSync(files.pem), key: readFileSync(files.key) });
      this.agents.set(consumer, agent);
    }
    return agent;
  }
}
