import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';

import { canonicalBytes } from './canonical-json.js';
import { CALLERS_FORMAT, CONSUMER_FORMAT, LOCALITY_FORMAT, PUBLICATION_FORMAT, STOPS_FORMAT } from './format.js';
import { aLocality } from './testing/a-locality.js';
import { MemoryStore } from './testing/memory-store.js';
import { TestFeed, seededKeys } from './testing/test-feed.js';
import { Verifier } from './verifier.js';
import { evidenceDigest, localityTarget, summaryIn, type LocalitySummary } from './locality-summary.js';
import { parseCallers, parseConsumer, parseLocality, parsePublication, parseStops } from './targets.js';

const FOLDER = fileURLToPath(new URL('../golden', import.meta.url));
/** `write` adds the file of a format that has none. One that exists is never written again: other bytes are another version. */
const IS_WRITING = process.env['ACCORD_GOLDEN'] === 'write' && process.env['CI'] !== 'true';

const digest = (letter: string): string => letter.repeat(64);
const during = { from: '2026-01-01T00:00:00.000Z', until: '2027-03-31T23:00:00.000Z' };
const evidence = (provider: string): string => evidenceDigest({ providers: { [provider]: [digest('a')] }, consumers: { TSTV01: [digest('b')], TSTV02: [digest('c')] } });

const SUMMARY: LocalitySummary = {
  locality: 'TST1', refuseAfterSeconds: 86_400, services: { DCR: ['summary', 'problems', 'medication'], XRS: ['page-a', 'page-b'] },
  agreements: [
    {
      reference: 'DCR-TST1-0001', service: 'DCR', version: 1, evidence: evidence('TSTP01'), blocks: [
        { ...during, providers: ['TSTP01', 'TSTP04'], consumers: [{ consumer: 'TSTV01', views: ['summary'] }, { consumer: 'TSTV02', views: ['summary', 'medication'] }] },
        { from: '2026-06-30T23:00:00.000Z', until: '2026-12-31T00:00:00.001Z', providers: ['TSTP02'], consumers: [{ consumer: 'TSTV02', views: ['summary', 'medication'] }] },
      ],
    },
    { reference: 'DCR-TST1-0001', service: 'DCR', version: 2, evidence: evidence('TSTP03'), blocks: [{ ...during, providers: ['TSTP03'], consumers: [{ consumer: 'TSTV01', views: ['summary'] }] }] },
    { reference: 'XRS-TST1-0002', service: 'XRS', version: 1, evidence: evidence('TSTP02'), blocks: [{ ...during, providers: ['TSTP02'], consumers: [{ consumer: 'TSTV01', views: ['page-b'] }] }] },
  ],
};

const CONTENTS = {
  [LOCALITY_FORMAT]: { content: localityTarget(SUMMARY), read: parseLocality },
  [CALLERS_FORMAT]: {
    content: { format: CALLERS_FORMAT, consumers: [{ code: 'TSTV01', systems: [{ id: 'system-1', certificates: [{ sha256: digest('d'), ...during }, { sha256: digest('e'), ...during }] }] }, { code: 'TSTV02', systems: [] }] },
    read: parseCallers,
  },
  [PUBLICATION_FORMAT]: {
    content: {
      format: PUBLICATION_FORMAT, number: 2, previous: digest('1'), publishedAt: '2026-03-02T09:00:00.000Z', stopList: 7, sealKey: Buffer.alloc(32, 9).toString('base64'),
      localities: { TST1: digest('2'), TST2: digest('3') }, callers: digest('4'), consumersDigest: digest('5'),
    },
    read: parsePublication,
  },
  [STOPS_FORMAT]: {
    content: {
      format: STOPS_FORMAT, number: 7, publishedAt: '2026-03-02T09:00:00.000Z', entries: [
        { id: 'stop-1', from: during.from, scope: { agreement: 'DCR-TST1-0001', provider: 'TSTP01' } },
        { id: 'stop-2', from: during.from, scope: { consumer: 'TSTV01', service: 'DCR', views: ['summary'], system: 'system-1', locality: 'TST1' } },
      ],
    },
    read: parseStops,
  },
  [CONSUMER_FORMAT]: {
    content: {
      format: CONSUMER_FORMAT, consumer: 'TSTV01', services: [
        { service: 'DCR', shares: [{ ...during, views: ['summary'], providers: ['TSTP01', 'TSTP04'] }, { from: during.until, until: '2028-03-31T23:00:00.000Z', views: ['summary', 'problems'], providers: ['TSTP01'] }] },
        { service: 'XRS', shares: [{ ...during, views: ['page-a'], providers: ['TSTP02'] }] },
      ],
    },
    read: parseConsumer,
  },
};

const fileOf = (format: string): string => `${format.replace('/', '-')}.json`;

describe('the frozen formats', () => {
  it.each(Object.entries(CONTENTS))('%s is written byte for byte as its golden file, and read back from it', (format, { content, read }) => {
    const path = `${FOLDER}/${fileOf(format)}`;
    const bytes = Buffer.from(canonicalBytes(content));
    if (IS_WRITING && !existsSync(path)) writeFileSync(path, bytes);
    expect(existsSync(path) ? readFileSync(path).toString() : `no golden file of ${format}: write it with ACCORD_GOLDEN=write`).toBe(bytes.toString());
    expect(read(readFileSync(path))).toEqual(content);
  });

  it('have no golden file without a version of its own', () => {
    for (const name of readdirSync(FOLDER)) expect(fileOf((JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as { format: string }).format)).toBe(name);
  });

  it('lead from what people read to what travels, and back', () => {
    expect(summaryIn(parseLocality(readFileSync(`${FOLDER}/${fileOf(LOCALITY_FORMAT)}`)))).toEqual(SUMMARY);
    const shuffled = { ...SUMMARY, agreements: [...SUMMARY.agreements].reverse().map((each) => ({ ...each, blocks: [...each.blocks].reverse().map((block) => ({ ...block, providers: [...block.providers].reverse(), consumers: [...block.consumers].reverse() })) })) };
    expect(localityTarget(shuffled)).toEqual(localityTarget(SUMMARY));
  });
});

describe('what a gateway holds on disk', () => {
  const at = Date.UTC(2026, 2, 2, 9);
  const held = async (): Promise<{ readonly store: MemoryStore; readonly pinnedRoot: Uint8Array }> => {
    const feed = new TestFeed(at, seededKeys('golden'));
    feed.publish(at, { localities: [aLocality()] });
    const store = new MemoryStore();
    await (await Verifier.open(store, feed.pinnedRoot)).verify(feed.source(), ['TST1'], at);
    return { store, pinnedRoot: feed.pinnedRoot };
  };

  it('is written byte for byte as its golden file, and read back from it', async () => {
    const { store, pinnedRoot } = await held();
    const path = `${FOLDER}/accord-held-2.json`;
    const bytes = Buffer.from(store.files.get('held.json')!);
    if (IS_WRITING && !existsSync(path)) writeFileSync(path, bytes);
    expect(existsSync(path) ? readFileSync(path).toString() : 'no golden file of accord-held/2: write it with ACCORD_GOLDEN=write').toBe(bytes.toString());
    store.files.set('held.json', readFileSync(path));
    const again = await Verifier.open(store, pinnedRoot);
    expect([again.damage, again.held?.publication.number, again.held?.localities.size]).toEqual([undefined, 1, 1]);
  });
});

describe('a locality that is not well formed', () => {
  const plain = localityTarget(SUMMARY);
  const { agreements, blocks, consumers } = plain;
  it.each<[string, object]>([
    ['an older format', { format: 'accord-locality/1' }],
    ['providers out of order', { providers: [...plain.providers].reverse() }],
    ['a provider twice', { providers: ['TSTP01', ...plain.providers] }],
    ['consumers out of order', { consumers: { codes: [...consumers.codes].reverse(), views: consumers.views } }],
    ['a consumer with the same views twice', { consumers: { codes: ['TSTV01', 'TSTV01', 'TSTV01', 'TSTV02'], views: [1, 1, 2, 5] } }],
    ['columns of different lengths', { consumers: { codes: consumers.codes, views: consumers.views.slice(1) } }],
    ['a view that its service does not have', { consumers: { codes: consumers.codes, views: consumers.views.map((mask) => mask | 8) } }],
    ['a fraction', { blocks: { ...blocks, from: blocks.from.map((from) => from + 0.5) } }],
    ['agreements out of order', { agreements: { ...agreements, references: [...agreements.references].reverse() } }],
    ['two services of one agreement', { agreements: { ...agreements, services: [0, 1, 1] } }],
    ['a service that is not listed', { agreements: { ...agreements, services: [0, 0, 2] } }],
    ['blocks that are not there', { agreements: { ...agreements, blocks: [2, 1, 2] } }],
    ['blocks of no agreement', { agreements: { ...agreements, blocks: [2, 1, 0] } }],
    ['a provider twice in a block', { blocks: { ...blocks, providers: blocks.providers.map((steps, at) => (at === 0 ? [0, 0] : steps)) } }],
    ['a position beyond the providers', { blocks: { ...blocks, providers: blocks.providers.map((steps, at) => (at === 0 ? [0, 9] : steps)) } }],
    ['a position beyond the consumers', { blocks: { ...blocks, consumers: blocks.consumers.map((steps, at) => (at === 0 ? [9] : steps)) } }],
    ['an instant past the year 9999', { blocks: { ...blocks, until: blocks.until.map(() => 253_402_300_800_000) } }],
    ...['e0', 'E'.repeat(64), `${'e'.repeat(63)}g`, `${'e'.repeat(63)}\u0130`].map((digest): [string, object] => [`evidence that is no digest (${digest.slice(-2)})`, { agreements: { ...agreements, evidence: agreements.evidence.map(() => digest) } }]),
    ['a field more', { spare: true }],
  ])('is refused: %s', (_what, change) => {
    // A fraction has no canonical spelling at all, so bytes are made the plain way.
    const bytes = Buffer.from(JSON.stringify(Object.fromEntries(Object.entries({ ...plain, ...change }).sort(([one], [other]) => (one < other ? -1 : 1)))));
    expect(() => parseLocality(bytes)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^(MALFORMED|NOT_CANONICAL)$/) as unknown as string }));
  });
});

describe('a consumer\'s configuration that is not well formed', () => {
  const share = { ...during, views: ['summary'], providers: ['TSTP01', 'TSTP04'] };
  const plain = { format: CONSUMER_FORMAT, consumer: 'TSTV01', services: [{ service: 'DCR', shares: [share] }] };
  it.each<[string, object]>([
    ['an older format', { ...plain, format: 'accord-consumer/1' }], ['a service twice', { ...plain, services: [...plain.services, ...plain.services] }], ['a service without shares', { ...plain, services: [{ service: 'DCR', shares: [] }] }],
    ['an end before the beginning', { ...plain, services: [{ service: 'DCR', shares: [{ ...share, from: during.until, until: during.from }] }] }], ['a view twice', { ...plain, services: [{ service: 'DCR', shares: [{ ...share, views: ['summary', 'summary'] }] }] }],
    ['no view', { ...plain, services: [{ service: 'DCR', shares: [{ ...share, views: [] }] }] }], ['practices out of order', { ...plain, services: [{ service: 'DCR', shares: [{ ...share, providers: ['TSTP04', 'TSTP01'] }] }] }],
    ['a practice that is no code', { ...plain, services: [{ service: 'DCR', shares: [{ ...share, providers: ['../TSTP01'] }] }] }], ['a field more', { ...plain, spare: true }],
  ])('is refused: %s', (_what, content) => {
    expect(() => parseConsumer(canonicalBytes(content as never))).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });
});
