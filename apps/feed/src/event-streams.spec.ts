import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { Caller } from './callers.js';
import { EventStreams } from './event-streams.js';

/** One stream, as far as what is written on it. */
class Heard extends EventEmitter {
  readonly events: string[] = [];
  readonly writableLength = 0;
  readonly reply = { raw: this, hijack: () => undefined } as unknown as FastifyReply;

  writeHead(): void {}
  destroy(): void {}
  end(): void {}
  write(text: string): void {
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (data !== undefined) this.events.push(data);
  }
}

const caller = (kind: 'gateway' | 'consumer'): Caller => ({ kind, id: kind, fingerprint: kind, localities: ['TST1'], consumer: 'TSTV01' }) as unknown as Caller;
const next = (): Promise<void> => new Promise((resume) => { setImmediate(resume); });

describe('an event stream', () => {
  let number: number, fault: Error | undefined, noteFault: Error | undefined;
  let [gateway, consumer] = [new Heard(), new Heard()];
  let noting: Promise<void>;
  let given: ReadonlySet<string>;
  let streams: EventStreams;
  let stderr: jest.SpiedFunction<typeof process.stderr.write>;
  const said = (): string[] => stderr.mock.calls.map(([line]) => String(line));

  const read = async () => {
    if (fault !== undefined) throw fault;
    const numbers = { number, stopList: 1 };
    const files = { root: 1, metadata: [{ name: 'metadata/timestamp.json', text: '{}' }], targets: [] };
    return { current: numbers, pushable: number === 1 ? null : { ...numbers, ...files }, speaking: new Map([['gateway', ['TST1']], ['consumer', []]]), given };
  };
  const handed = async (): Promise<void> => {
    await noting;
    if (noteFault !== undefined) throw noteFault;
  };

  beforeEach(async () => {
    stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    [number, fault, noteFault, noting, given] = [1, undefined, undefined, Promise.resolve(), new Set(['gateway'])];
    [gateway, consumer] = [new Heard(), new Heard()];
    streams = new EventStreams({ read } as never, { now: () => new Date(0) } as never, { handed } as never);
    await streams.hold(caller('gateway'), gateway.reply);
    await streams.hold(caller('consumer'), consumer.reply);
  });
  afterEach(() => stderr.mockRestore());

  const publish = async (): Promise<void> => {
    number += 1;
    streams.wake();
    await next();
  };

  it('carries files to a gateway once its contact is noted, and lets nobody else wait for that', async () => {
    let noted = (): void => undefined;
    noting = new Promise((resolve) => { noted = resolve; });
    await publish();
    expect([gateway.events.length, consumer.events.at(-1)]).toEqual([1, '{"number":2,"stopList":1}']);
    noted();
    await next();
    expect(JSON.parse(gateway.events.at(-1)!)).toEqual({ number: 2, stopList: 1, root: 1, localities: ['TST1'], files: { 'metadata/timestamp.json': '{}' } });
  });

  it('carries nothing to a gateway that was never given anything: no stop waits for it, so it asks first', async () => {
    given = new Set();
    await publish();
    expect(gateway.events.at(-1)).toBe('{"number":2,"stopList":1}');
  });

  it('tells the number without files where the contact cannot be noted, and says so once, and once when it can be again', async () => {
    noteFault = new Error('no room');
    await publish();
    await publish();
    expect([gateway.events.slice(1), consumer.events.slice(1)]).toEqual(Array(2).fill(['{"number":2,"stopList":1}', '{"number":3,"stopList":1}']));
    expect(said()).toEqual(['feed: events carry no files, because contacts of gateways cannot be noted: no room\n']);
    noteFault = undefined;
    await publish();
    expect([gateway.events.at(-1), said().at(-1)]).toEqual([expect.stringContaining('timestamp'), expect.stringContaining('well again')]);
  });

  it('says once for each change that it cannot look, and once when it can again', async () => {
    for (const message of ['gone', 'gone', 'refused']) {
      fault = new Error(message);
      await publish();
    }
    fault = undefined;
    await publish();
    await publish();
    expect(said().map((line) => line.replace(/^.* current: /, ''))).toEqual(['gone\n', 'refused\n', 'well again\n']);
    expect(gateway.events.map((event) => (JSON.parse(event) as { number: number }).number)).toEqual([1, 5, 6]);
  });
});
