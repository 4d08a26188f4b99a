import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { NotFound, StepUpNeeded } from '@accord/kernel';
import { executionErrors, graphqlErrorOf, requestFaultOf } from './graphql-answers.js';

const SECRET = 'password of the database is swordfish';
let logged: string[];

beforeEach(() => {
  logged = [];
  jest.spyOn(Logger.prototype, 'error').mockImplementation((line: unknown) => { logged.push(String(line)); });
});
afterEach(() => { jest.restoreAllMocks(); });

describe('An error of GraphQL', () => {
  it('that is a refusal keeps its sentence and its code', () => {
    expect(graphqlErrorOf(new StepUpNeeded('sign')).toJSON()).toMatchObject({ message: expect.stringContaining('sign'), extensions: { code: 'STEP_UP_NEEDED', category: 'FORBIDDEN' } });
    expect(graphqlErrorOf(new NotFound('part')).extensions).toEqual({ code: 'NOT_FOUND', category: 'NOT_FOUND' });
  });

  it.each([['an Error', new TypeError(SECRET)], ['a text', SECRET], ['nothing', undefined]])('that is a fault of ours (%s) says nothing of it, and is logged under the id it gives', (_what, fault) => {
    const told = graphqlErrorOf(fault);
    const { id } = told.extensions as { id: string };
    expect(told.extensions).toEqual({ code: 'INTERNAL', category: 'INTERNAL', id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(told.message).toContain(id);
    expect(told.message).not.toMatch(/nothing was (changed|done)/i); // the connection may have broken at the commit
    expect(JSON.stringify(told.toJSON())).not.toContain('swordfish');
    expect(logged).toEqual([expect.stringContaining(id)]);
  });

  it('of a part that cannot be reached is logged by its code where it has no message: a name with two addresses', () => {
    expect(graphqlErrorOf(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })).extensions).toEqual({ code: 'OUT_OF_REACH', category: 'UNAVAILABLE' });
    expect(logged).toEqual(['out of reach: ECONNREFUSED']);
  });

  it('from inside an answer is masked where no filter saw it, and says where', () => {
    const { statusCode, response } = executionErrors({ data: { a: null }, errors: [new GraphQLError(SECRET, { path: ['a'], originalError: new TypeError(SECRET) })] });
    expect([statusCode, response.data]).toEqual([200, { a: null }]);
    expect(response.errors![0]).toMatchObject({ path: ['a'], extensions: { code: 'INTERNAL' } });
    expect(JSON.stringify(response)).not.toContain('swordfish');
  });

  it('before anything ran has a status and a code', () => {
    expect(requestFaultOf(Object.assign(new Error('x'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }))).toMatchObject({ status: 413, errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }] });
    expect(requestFaultOf(new TypeError(SECRET))).toMatchObject({ status: 500, errors: [{ extensions: { code: 'INTERNAL' } }] });
  });

  it('of validation does not repeat a number shaped like an NHS number', () => {
    const thrown = Object.assign(new Error('x'), { code: 'MER_ERR_GQL_VALIDATION', errors: [new GraphQLError('got invalid value 9990000018; 999 000 0018 is not text, 0190a000-0000-7000-8000-000000000001 is')] });
    expect(requestFaultOf(thrown).errors[0]!.message).toBe('got invalid value …; … is not text, 0190a000-0000-7000-8000-000000000001 is');
  });
});
