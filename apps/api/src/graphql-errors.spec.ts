import { Logger, type ArgumentsHost } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NoTransaction } from '@accord/kernel/server';
import { GraphqlErrors } from './graphql-errors.js';
import { RequestOver } from './request-scope.js';

const host = { getType: () => 'graphql', getArgByIndex: () => ({ scope: {} }) } as unknown as ArgumentsHost;
let logged: number;

beforeEach(() => {
  logged = 0;
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => { logged += 1; });
});
afterEach(() => { jest.restoreAllMocks(); });

describe('A resolver that finds its request over', () => {
  it('is no fault of ours, and is not logged as one', () => {
    expect(new GraphqlErrors().catch(new RequestOver(), host)).toMatchObject({ extensions: { code: 'REQUEST_OVER' } });
    expect(logged).toBe(0);
  });

  it('while one that lost its transaction in the middle of a request is', () => {
    expect(new GraphqlErrors().catch(new NoTransaction(), host)).toMatchObject({ extensions: { code: 'INTERNAL' } });
    expect(logged).toBe(1);
  });
});
