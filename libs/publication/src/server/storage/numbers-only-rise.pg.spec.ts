import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attempt, attemptAsEvery, clientOf, testDatabase, TRIERS, type Statement, type TestDatabase, type Trier } from '@accord/kernel/testing';

// R7, straight in SQL: numbers rise by one without gaps, each names its predecessor's hash, and what was issued stays.
let database: TestDatabase;
const AT = new Date('2026-03-02T09:00:00Z');
const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');
const FIRST = hashOf('one');

const issue = (number: number, previous: { readonly number: number; readonly hash: string } | null, given: { readonly content?: string; readonly hash?: string } = {}): Statement => {
  const content = given.content ?? `content ${number}`;
  return {
    text: `INSERT INTO publication (number, hash, previous_number, previous_hash, stop_list_number, content, published_at, summary) VALUES ($1, $2, $3, $4, 0, $5, $6, '{}')`,
    params: [number, given.hash ?? hashOf(content), previous?.number ?? null, previous?.hash ?? null, Buffer.from(content), AT],
  };
};
const every = (...statements: Statement[]) => attemptAsEvery(database, {}, AT, statements);
/** Only the publisher may add at all. */
const added = (rule: string): Readonly<Record<Trier, string>> => ({ api: 'forbidden', worker: 'forbidden', publisher: rule, feed: 'forbidden', audit_reader: 'forbidden', owner: rule });
const noRight = (owner: string): Readonly<Record<Trier, string>> => ({ ...added('forbidden'), owner });

beforeAll(async () => {
  database = await testDatabase();
  const publisher = await clientOf(database, 'publisher');
  expect(await attempt(publisher, {}, AT, [issue(1, null, { content: 'one' })])).toBe('done');
  expect(await attempt(publisher, {}, AT, [{ text: `INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at) VALUES ('timestamp', 5, '\\x00', $1, $1)`, params: [AT] }])).toBe('done');
});
afterAll(() => database.close());

describe('the database refuses', () => {
  it.each<[string, Statement, string]>([
    ['a second first publication', issue(1, null), 'publication_pkey'],
    ['a gap', issue(3, { number: 1, hash: FIRST }), 'publication_without_gaps'],
    ['a gap that names what is not there', issue(3, { number: 2, hash: FIRST }), 'publication_follows'],
    ['a publication without its predecessor', issue(2, null), 'publication_without_gaps'],
    ["one that misstates its predecessor's hash", issue(2, { number: 1, hash: hashOf('another') }), 'publication_follows'],
    ['one whose hash is not of its content', issue(2, { number: 1, hash: FIRST }, { hash: hashOf('another') }), 'publication_hash_is_of_content'],
    ['number nought', issue(0, null), 'publication_number_check'],
    ['a number below nought', issue(-1, null), 'publication_number_check'],
    ['metadata of a version that was', { text: `INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at) VALUES ('timestamp', 5, '\\x01', $1, $1)`, params: [AT] }, 'tuf_version_rises'],
    ['metadata of an older version', { text: `INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at) VALUES ('timestamp', 4, '\\x01', $1, $1)`, params: [AT] }, 'tuf_version_rises'],
    ['a target whose hash is not of its content', { text: `INSERT INTO tuf_target (sha256, path, content, publication_number) VALUES ('${FIRST}', 'localities/x.json', '\\x01', 1)` }, 'tuf_target_hash_is_of_content'],
  ])('%s', async (_what, statement, rule) => expect(await every(statement)).toEqual(added(rule)));

  it.each([
    ['to rewrite a publication', `UPDATE publication SET summary = '{"a":1}'`, 'append_only'],
    ['to renumber one', 'UPDATE publication SET number = 2', 'append_only'],
    ['to forget one', 'DELETE FROM publication', 'append_only'],
    ['to forget all', 'TRUNCATE publication CASCADE', 'append_only'],
  ])('%s, by anybody', async (_what, text, rule) => expect(await every({ text })).toEqual(noRight(rule)));

  it('metadata to be rewritten by anybody', async () => {
    expect(await every({ text: `UPDATE tuf_metadata SET content = '\\x02'` })).toEqual(noRight('append_only'));
  });

  it('a receipt for a hash that was never published', async () => {
    const told = await every({ text: `INSERT INTO receipt (gateway_id, publication_number, stop_list_number, hash, applied_at, received_at, signature) VALUES (gen_random_uuid(), 1, 0, '${hashOf('another')}', $1, $1, 's')`, params: [AT] });
    expect(told).toMatchObject({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', audit_reader: 'forbidden', feed: expect.stringMatching(/^receipt_.*_fkey$/) as never });
  });
});

it('lets the next number follow, and nobody but the publisher issue it', async () => {
  for (const role of TRIERS.filter((each): each is Exclude<Trier, 'owner'> => each !== 'owner')) {
    expect([role, await attempt(await clientOf(database, role), {}, AT, [issue(2, { number: 1, hash: FIRST })])]).toEqual([role, role === 'publisher' ? 'done' : 'forbidden']);
  }
});
