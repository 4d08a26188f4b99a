import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { causeOf, isOutOfReach } from './out-of-reach.js';

describe('what is out of reach', () => {
  it('is told to the log by its message, and by its code where it has none: a name with two addresses at both of which nobody listens', () => {
    const refused = Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')]), { code: 'ECONNREFUSED' });
    for (const [error, cause] of [
      [refused, 'ECONNREFUSED'],
      [new QueryFailedError('SELECT 1', [], refused), 'ECONNREFUSED'],
      [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1\n  and more'), { code: 'ECONNREFUSED' }), 'connect ECONNREFUSED 127.0.0.1:1'],
      [new Error('Connection terminated unexpectedly'), 'Connection terminated unexpectedly'],
    ] as const) expect([isOutOfReach(error), causeOf(error)]).toEqual([true, cause]);
    for (const nothing of [undefined, null, 'text', new Error('')]) expect([isOutOfReach(nothing), causeOf(nothing)]).toEqual([false, 'fault']);
  });
});
