import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { askGraphql, askHttp } from './ask-graphql.js';

afterEach(() => { jest.restoreAllMocks(); });

const answering = (status: number, body: unknown): void => {
  jest.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })));
};
const codeOf = (asked: Promise<unknown>): Promise<string> => asked.then(() => 'answered', (problem: { readonly code: string }) => problem.code);

describe('an answer that the database could not give', () => {
  it('is no answer, so that whoever asks again asks for the same and not for another', async () => {
    for (const [status, data] of [[503, null], [200, { me: null }]] as const) {
      answering(status, { data, errors: [{ message: 'A part of Accord is out of reach.', extensions: { code: 'OUT_OF_REACH' } }] });
      expect(await codeOf(askGraphql('{ me { person { id } } }'))).toBe('NO_ANSWER');
    }
    answering(503, { code: 'OUT_OF_REACH', message: 'A part of Accord is out of reach.' });
    expect(await codeOf(askHttp('/evidence/uploads', { method: 'POST' }))).toBe('NO_ANSWER');
  });

  it('while any other is what the server says', async () => {
    answering(200, { data: null, errors: [{ message: 'Somebody else must do this.', extensions: { code: 'SAME_PERSON' } }] });
    expect(await codeOf(askGraphql('{ me { person { id } } }'))).toBe('SAME_PERSON');
    answering(503, { code: 'CHECKER_BUSY', message: 'Try again.' });
    expect(await codeOf(askHttp('/evidence/uploads', { method: 'POST' }))).toBe('CHECKER_BUSY');
  });
});
