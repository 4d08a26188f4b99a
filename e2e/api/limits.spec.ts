import { Visitor } from '@accord/people/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { postGraphql, runningProduct, signedIn, type RunningProduct } from './running-product.js';

jest.setTimeout(60_000);

const SIGN_INS = 30;
let product: RunningProduct;
let officer: Visitor;
let auditor: Visitor;
let nobody: Visitor;

beforeAll(async () => {
  product = await runningProduct({ ACCORD_SIGN_INS_PER_MINUTE: String(SIGN_INS), ACCORD_UPLOADS_PER_MINUTE: '5' });
  officer = await signedIn(product.installation, 'carys-lowell');
  auditor = await signedIn(product.installation, 'odile-barrington');
  nobody = new Visitor(product.installation.facts.origin);
}, 240_000);
afterAll(async () => product?.stop(), 60_000);

const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (depth: number): string => `{ agreements ${'{ parties '.repeat(depth)}{ id }${' }'.repeat(depth)} }`;
const bombs = times(20, (index) => `fragment F${index} on Me { ${index === 19 ? 'hasSteppedUp' : `...F${index + 1} ...F${index + 1}`} }`);

/** Kept refusals of the officer since the first, newest first. */
async function kept(): Promise<{ type: string; refusalCode: string; details: string; subject: string }[]> {
  const { data } = await postGraphql(auditor, { query: '{ changeRecords(filter: { type: "graphql.ask", outcome: "refused" }, first: 100) { records { type refusalCode details subject } } }' });
  return (data as { changeRecords: { records: { type: string; refusalCode: string; details: string; subject: string }[] } }).changeRecords.records;
}

describe('A GraphQL request that asks for too much', () => {
  it.each<[string, string, string]>([
    ['nested nine deep', nested(8), 'QUERY_TOO_DEEP'],
    ['nested two hundred deep', nested(200), 'QUERY_TOO_DEEP'],
    ['with four hundred and one fields', `{ me { ${times(401, () => 'hasSteppedUp')} } }`, 'QUERY_TOO_WIDE'],
    ['with a million fields behind twenty fragments', `{ me { ...F0 } } ${bombs}`, 'QUERY_TOO_WIDE'],
    ['with sixteen aliases', `{ ${times(16, (index) => `a${index}: me { hasSteppedUp }`)} }`, 'TOO_MANY_ALIASES'],
    ['with sixteen aliases by way of a fragment', `{ ${times(8, () => 'me { ...F }')} } fragment F on Me { a: hasSteppedUp b: hasSteppedUp }`, 'TOO_MANY_ALIASES'],
    ['with twenty-one directives', `{ me { hasSteppedUp ${times(21, () => '@include(if: true)')} } }`, 'TOO_MANY_DIRECTIVES'],
    ['of more than a thousand tokens', `{ me { ${times(1_001, () => 'hasSteppedUp')} } }`, 'QUERY_TOO_LONG'],
    ['of twenty thousand and one characters', `{ me { hasSteppedUp } } #${'x'.repeat(20_000)}`, 'QUERY_TOO_LONG'],
    ['with fragments that turn in a ring', '{ me { ...A } } fragment A on Me { ...B } fragment B on Me { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
    ['written as a syntax tree in JSON', JSON.stringify({ kind: 'Document', definitions: [] }), 'GRAPHQL_PARSE_FAILED'],
    ['that is null', 'null', 'GRAPHQL_PARSE_FAILED'],
    ['that is no GraphQL', '{ me {', 'GRAPHQL_PARSE_FAILED'],
    ['that is empty', '', 'BAD_REQUEST'],
    ['for a field that does not exist', '{ secrets { keys } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['for a field of an object\'s prototype', '{ __proto__ { constructor } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['with NUL in a text', '{ agreement(reference: "a\\u0000b") { id } }', 'INVALID_INPUT'],
    ['with half a character in a text', '{ agreement(reference: "a\\uD800b") { id } }', 'GRAPHQL_PARSE_FAILED'],
  ])('%s is refused before any resolver runs, and is on record without its text', async (_what, query, code) => {
    const before = (await kept()).length;
    const { status, data, errors } = await postGraphql(officer, { query });
    expect([status, data, errors[0]?.extensions.code]).toEqual([400, null, code]);
    expect(errors[0]!.message).toMatch(/\S/);
    const records = await kept();
    expect(records.length - before).toBe(1);
    expect(records[0]).toEqual({ type: 'graphql.ask', refusalCode: code, details: '{}', subject: '' });
  });

  it.each<[string, unknown, number, string]>([
    ['of more than a megabyte', { query: '{ me { hasSteppedUp } }', variables: { x: 'x'.repeat(1_048_600) } }, 413, 'BODY_TOO_LARGE'],
    ['as a batch', [{ query: '{ me { hasSteppedUp } }' }, { query: '{ me { hasSteppedUp } }' }], 400, 'BAD_REQUEST'],
    ['as a text', '"{ me { hasSteppedUp } }"', 400, 'BAD_REQUEST'],
    ['as broken JSON', '{"query":', 400, 'BAD_REQUEST'],
    ['as nothing', '', 400, 'BAD_REQUEST'],
    ['with the key __proto__', '{"query":"{ me { hasSteppedUp } }","__proto__":{"actor":1}}', 400, 'BAD_REQUEST'],
    ['with the key constructor', '{"query":"{ me { hasSteppedUp } }","constructor":{"prototype":{"actor":1}}}', 400, 'BAD_REQUEST'],
    ['with variables that are a list', { query: '{ me { hasSteppedUp } }', variables: [1] }, 400, 'BAD_REQUEST'],
    ['with an operation it does not hold', { query: 'query A { me { hasSteppedUp } }', operationName: 'B' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['with two operations and no choice', { query: 'query A { me { hasSteppedUp } } query B { me { hasSteppedUp } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['without a variable it needs', { query: 'query($id: ID!) { party(id: $id) { id } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['with a variable of another kind', { query: 'query($id: ID!) { party(id: $id) { id } }', variables: { id: { a: 1 } } }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['with NUL in a variable', { query: 'query($id: ID!) { party(id: $id) { id } }', variables: { id: 'a\u0000' } }, 400, 'INVALID_INPUT'],
    ['with half a character in a variable', '{"query":"query($id: ID!) { party(id: $id) { id } }","variables":{"id":"\\ud800"}}', 400, 'INVALID_INPUT'],
    ['that names a query by its hash', { query: 'a0b1', persisted: true }, 400, 'GRAPHQL_PARSE_FAILED'],
  ])('%s is refused alike, however often it is sent', async (_what, body, status, code) => {
    for (let sent = 0; sent < 3; sent += 1) {
      const answer = await postGraphql(officer, body);
      expect([answer.status, answer.data, answer.errors[0]?.extensions.code]).toEqual([status, null, code]);
    }
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ['as text', 'POST', { 'content-type': 'text/plain', 'x-accord-request': '1' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['as a form', 'POST', { 'content-type': 'application/x-www-form-urlencoded', 'x-accord-request': '1' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['as a form of another site', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, 403, 'CROSS_SITE'],
    ['from another origin', 'POST', { 'content-type': 'application/json', 'origin': 'https://elsewhere.example' }, 403, 'CROSS_SITE'],
    ['by PUT', 'PUT', { 'content-type': 'application/json' }, 405, 'METHOD_NOT_ALLOWED'],
  ])('sent %s is refused', async (_how, method, headers, status, code) => {
    const { status: answered, text } = await officer.visit('/graphql', { method, headers, body: '{"query":"{ me { hasSteppedUp } }"}' });
    expect([answered, (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code]).toEqual([status, code]);
  });

  it.each(['{ me { hasSteppedUp } }', 'mutation { draftAgreement(input: {}) { id } }'])('by GET is refused: %s', async (query) => {
    const { status, headers, text } = await officer.visit(`/graphql?${new URLSearchParams({ query })}`);
    expect([status, headers.get('allow'), (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code]).toEqual([405, 'POST', 'METHOD_NOT_ALLOWED']);
  });

  it('does not hear its own long numbers again', async () => {
    const { text } = await postGraphql(officer, { query: 'query($id: ID!) { party(id: $id) { id } }', variables: { id: { number: '999 000 0018', plain: 9990000018 } } });
    expect(text).not.toMatch(/999 ?000 ?0018/);
  });

  it('serves what is within the limits', async () => {
    const { status, data } = await postGraphql(officer, { query: `{ ${times(15, (index) => `a${index}: me { hasSteppedUp }`)} }` });
    expect([status, Object.keys(data!).length]).toEqual([200, 15]);
  });
});

describe('The schema', () => {
  it('is told to who is signed in', async () => {
    const { status, data, errors } = await postGraphql(officer, { query: getIntrospectionQuery() });
    expect([status, errors]).toEqual([200, []]);
    expect(Object.keys(data!)).toEqual(['__schema']);
  });

  it.each(['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }', '{ ...F } fragment F on Query { __schema { types { name } } }'])('is not told to nobody: %s', async (query) => {
    for (let sent = 0; sent < 2; sent += 1) {
      const { status, data, errors } = await postGraphql(nobody, { query });
      expect([status, data, errors[0]!.extensions.code]).toEqual([401, null, 'SIGN_IN_NEEDED']);
    }
  });

  it('is not guessed by nobody with the help of its own messages', async () => {
    const { text } = await postGraphql(nobody, { query: '{ agreement { i } agreemens { id } }' });
    expect(text).not.toMatch(/Did you mean/);
  });
});

describe('Outside GraphQL every refusal has one shape', () => {
  it.each<[string, string, Record<string, string>, number, string]>([
    ['GET', '/nowhere', {}, 404, 'NO_SUCH_ADDRESS'],
    ['GET', '/metrics', {}, 401, 'TOKEN_NEEDED'],
    ['POST', '/auth/act-as', { 'content-type': 'application/json' }, 401, 'SIGN_IN_NEEDED'],
    ['POST', '/auth/act-as', {}, 403, 'CROSS_SITE'],
    ['POST', '/evidence/uploads', { 'x-accord-request': '1', 'content-type': 'application/json' }, 401, 'SIGN_IN_NEEDED'],
    ['GET', '/agreements/0190a000-0000-7000-8000-00000000d001/document.pdf', {}, 401, 'SIGN_IN_NEEDED'],
    ['GET', '/evidence/0190a000-0000-7000-8000-00000000d001/file', {}, 401, 'SIGN_IN_NEEDED'],
    ['GET', '/agreements/%00/document.pdf', {}, 401, 'SIGN_IN_NEEDED'],
    ['POST', '/auth/act-as', { 'content-type': 'application/json', 'content-length-too': '1' }, 401, 'SIGN_IN_NEEDED'],
  ])('%s %s', async (method, path, headers, status, code) => {
    const answer = await new Visitor(product.installation.facts.origin).visit(path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, { code, message: expect.any(String) }]);
  });

  it.each<[string, number, string]>([['{"grantId":', 400, 'BAD_REQUEST'], [`{"grantId":"${'x'.repeat(5_000)}"}`, 413, 'BODY_TOO_LARGE'], ['{"grantId":"x"}', 404, 'NOT_FOUND'], ['null', 404, 'NOT_FOUND'], ['{"grantId":"\\u0000"}', 404, 'NOT_FOUND']])('to %s', async (body, status, code) => {
    const answer = await officer.visit('/auth/act-as', { method: 'POST', body, headers: { 'content-type': 'application/json', 'origin': officer.origin } });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, { code, message: expect.any(String) }]);
  });

  it('an upload without the version of the form is refused, and is on record', async () => {
    const form = '--b\r\ncontent-disposition: form-data; name="authorityId"\r\n\r\n0190a000-0000-7000-8000-00000000d001\r\n--b\r\ncontent-disposition: form-data; name="signedOn"\r\n\r\n2026-03-01\r\n'
      + '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.7\r\n--b--\r\n';
    const answer = await officer.visit('/evidence/uploads?participation=0190a000-0000-7000-8000-00000000d002', {
      method: 'POST', body: form, headers: { 'content-type': 'multipart/form-data; boundary=b', 'x-accord-request': '1', 'origin': officer.origin },
    });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { code: 'INVALID_INPUT', message: expect.stringContaining('expectedVersion') }]);
    const { data } = await postGraphql(auditor, { query: '{ changeRecords(filter: { type: "evidence.upload", outcome: "refused" }) { records { refusalCode subject } } }' });
    expect(data).toEqual({ changeRecords: { records: [{ refusalCode: 'INVALID_INPUT', subject: '0190a000-0000-7000-8000-00000000d002' }] } });
  });

  it.each([['/auth/sign-in', 'GET', SIGN_INS], ['/evidence/uploads', 'POST', 5]] as const)('%s sent too often is refused for a minute, and the rest goes on', async (path, method, most) => {
    const send = () => nobody.visit(path, { method, stopAt: () => true, headers: { 'x-accord-request': '1' } });
    let answer = await send();
    for (let sent = 0; sent < most && answer.status !== 429; sent += 1) answer = await send();
    expect([answer.status, JSON.parse(answer.text)]).toEqual([429, { code: 'RATE_LIMITED', message: expect.any(String) }]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await postGraphql(officer, { query: '{ me { hasSteppedUp } }' })).status).toBe(200);
  });
});
