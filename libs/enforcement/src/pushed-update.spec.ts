import { describe, expect, it } from '@jest/globals';

import { type CarriedFiles, parsePushed, PushedSource } from './pushed-update.js';
import { WANTED, codeOf, holdingTheFirst } from './testing/a-gateway.js';
import type { Files } from './testing/test-feed.js';

const carriedOf = (files: Files, root = 1): CarriedFiles => ({ root, localities: WANTED, files: new Map(files) });
const silent = { fetch: async (path: string): Promise<never> => { throw new Error(`asked for ${path}`); } };

describe('what an event carries', () => {
  it('is verified as if it had been fetched, and nothing is fetched', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const source = new PushedSource(carriedOf(feed.files), silent);
    expect((await verifier.verify(source, WANTED, now)).publication.number).toBe(2);
    expect(source.fetched).toBe(0);
  });

  it('is completed by the feed where it lacks something', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const few = new Map([...feed.files].filter(([path]) => !path.startsWith('targets/') && path !== 'metadata/1.root.json'));
    const source = new PushedSource(carriedOf(few), feed.source());
    expect((await verifier.verify(source, WANTED, now)).publication.number).toBe(2);
    expect(source.fetched).toBeGreaterThan(0);
  });

  it.each(['metadata/timestamp.json', 'metadata/2.localities.json', 'targets/localities/'])('is refused where %s is not what was signed, and what is held stays', async (name) => {
    const { feed, store, verifier, now } = await holdingTheFirst();
    const files = new Map([...feed.files].map(([path, bytes]) => [path, path.startsWith(name) ? Buffer.from(Buffer.from(bytes).toString('utf8').replace(/\d(?=[^\d]*$)/, (digit) => String((Number(digit) + 1) % 10))) : bytes]));
    const held = verifier.held;
    expect(await codeOf(verifier.verify(new PushedSource(carriedOf(files), silent), WANTED, now))).toMatch(/^(HASH_MISMATCH|BAD_SIGNATURE|LENGTH_MISMATCH|NOT_CANONICAL|MALFORMED)$/);
    expect(verifier.held).toBe(held);
    expect(store.files.has('held.json')).toBe(true);
    expect((await verifier.verify(feed.source(), WANTED, now)).publication.number).toBe(2);
  });

  it('cannot bring back what was before', async () => {
    const { feed, verifier, first, now } = await holdingTheFirst();
    await verifier.verify(feed.source(), WANTED, now);
    expect(await codeOf(verifier.verify(new PushedSource(carriedOf(first), silent), WANTED, now))).toBe('ROLLBACK');
  });

  it('does not hide a root that the feed says is there', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const asked: string[] = [];
    const rest = { fetch: async (path: string) => { asked.push(path); return feed.files.get(path); } };
    await verifier.verify(new PushedSource(carriedOf(feed.files, 2), rest), WANTED, now);
    expect(asked).toEqual(['metadata/2.root.json']);
  });
});

describe('reading an event', () => {
  it('takes numbers, and files where they are all of the right shape', () => {
    expect(parsePushed('{"number":3,"stopList":2}')).toEqual({ publication: 3, stopList: 2 });
    const read = parsePushed(' {"number":3,"stopList":2,"root":1,"localities":["TST1"],"files":{"metadata/timestamp.json":"{}"}}');
    expect(read?.carried?.files.get('metadata/timestamp.json')).toEqual(new TextEncoder().encode('{}'));
  });

  it.each([
    '', 'x', '[]', 'null', '{"number":"3","stopList":2}', '{"number":-1,"stopList":2}',
  ])('makes nothing of %j', (data) => {
    expect(parsePushed(data)).toBeUndefined();
  });

  it.each([
    '"root":"1","localities":[],"files":{}', '"root":1,"localities":[7],"files":{}', '"root":1,"localities":[],"files":[]', '"root":1,"localities":[],"files":{"metadata/timestamp.json":7}',
    '"root":1,"localities":[],"files":{"../trust.json":"{}"}', '"root":1,"localities":[],"files":{"targets/localities/TST1.json":"{}"}',
  ])('carries nothing from %s', (more) => {
    expect(parsePushed(`{"number":3,"stopList":2,${more}}`)).toEqual({ publication: 3, stopList: 2 });
  });
});
