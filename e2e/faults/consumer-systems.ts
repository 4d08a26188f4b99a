import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { aQuestion, type Decision } from '../chain/cast.js';
import type { FaultWorld } from './fault-world.js';

/** What the gateway said, or that it said nothing. */
export type Said = Decision | null;

/** Systems of viewing organisations, each with its own certificate and connections that it keeps. */
export class ConsumerSystems {
  private readonly agents = new Map<string, Agent>();
  private asked = 0;

  constructor(private readonly world: FaultWorld) {}

  /** Asks until the gateway answers, each time as another message, to compare what it says; that too stands in the diary. */
  async compare(certificate: string, provider: string, view: string, patience = 60_000): Promise<Decision> {
    for (const began = performance.now(); performance.now() - began < patience; await pause(60)) {
      const said = await this.once(certificate, provider, view);
      if (said === null) continue;
      this.world.diary.compared += 1;
      return said;
    }
    throw new GatewaySilent(`The gateway said nothing for ${patience / 1000} s`);
  }

  async once(certificate: string, provider: string, view: string): Promise<Said> {
    const { diary } = this.world;
    this.asked += 1;
    const messageId = `fault-${diary.seed}-${this.asked}`;
    const said = await this.post(certificate, JSON.stringify(aQuestion({ messageId, provider, views: [view] }))).catch(() => null);
    if (said === null || said.status === 503) return null;
    const { decision, reason, publication, stopList, freshness, decidedAt } = said.body;
    if (said.status === 200 && (decision === 'permit' || decision === 'refuse')) {
      diary.looks.push({ messageId, certificate, provider, view, decision, reason: reason!, publication: publication!, stopList: stopList!, freshness: freshness!, decidedAt: Date.parse(decidedAt!) });
    } else diary.turnedAway += 1;
    diary.say(`${messageId} ${certificate} ${provider} ${view}: ${decision ?? said.status} ${reason ?? said.body.code} at ${publication}`);
    return said;
  }

  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
    this.agents.clear();
  }

  private post(certificate: string, body: string): Promise<Decision> {
    return new Promise((resolve, reject) => {
      const { gateway } = this.world.installation.ports;
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(`https://127.0.0.1:${gateway}/decide`, { method: 'POST', agent: this.agentOf(certificate), timeout: 10_000, headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject).on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(pieces).toString()) as Decision['body'] });
          } catch (error) {
            reject(error as Error);
          }
        });
      });
      sent.on('timeout', () => sent.destroy()).on('error', reject).end(body);
    });
  }

  private agentOf(certificate: string): Agent {
    let agent = this.agents.get(certificate);
    if (agent === undefined) {
      const { home } = this.world.installation;
      agent = new Agent({ keepAlive: true, maxSockets: 2, ca: readFileSync(home.certificate('ca')), cert: readFileSync(home.certificate(certificate)), key: readFileSync(home.certificateKey(certificate)) });
      this.agents.set(certificate, agent);
    }
    return agent;
  }
}

export class GatewaySilent extends Error {}
