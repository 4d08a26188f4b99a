import { describe, expect, it } from '@jest/globals';
import { FixedClock } from '@accord/kernel/testing';
import type { FastifyRequest } from 'fastify';
import { Callers } from './callers.js';
import { PublicationController } from './publication.controller.js';

/** A feed in which a stop is published while it is being noted that a gateway asked. */
async function feedFor(kind: 'gateway' | 'consumer') {
  let published = 'before the stop';
  const sent: string[] = [];
  const machine = { kind, id: kind, code: kind, fingerprint: kind, standing: 'current', localities: [], consumer: 'TSTV01', system: 'x' };
  const callers = new Callers({ readOne: async () => ({ rows: [machine] }) } as never, new FixedClock('2026-03-02T09:00:00Z'), { originOf: () => 'here', fingerprintOf: () => kind } as never, [], {} as never, {} as never);
  const request = { raw: {}, headers: {} } as unknown as FastifyRequest;
  await callers.admit(request);
  const reply = { header: () => reply, send: (bytes: Buffer) => sent.push(bytes.toString()) };
  const controller = new PublicationController({ readOne: async () => ({ rows: [{ content: Buffer.from(published) }] }) } as never, { asked: async () => { published = 'after the stop'; } } as never, {} as never);
  return { sent, ask: (name: string) => controller.metadata(request, reply as never, name) };
}

describe('what a gateway is given first', () => {
  it('is read after it was noted that it asked, so that a stop which does not wait for it is in it', async () => {
    const { ask, sent } = await feedFor('gateway');
    await ask('timestamp.json');
    expect(sent).toEqual(['after the stop']);
  });

  it('is noted for the timestamp alone, and for gateways', async () => {
    const [gateway, consumer] = [await feedFor('gateway'), await feedFor('consumer')];
    await gateway.ask('1.snapshot.json');
    await consumer.ask('timestamp.json');
    expect([gateway.sent, consumer.sent]).toEqual([['before the stop'], ['before the stop']]);
  });
});
