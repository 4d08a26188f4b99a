import { describe, expect, it, jest } from '@jest/globals';
import type { ArgumentsHost } from '@nestjs/common';
import { ErrorAnswers } from './error-answers.js';

describe('an error of the feed', () => {
  it('is logged by its code where it has no message: a name with two addresses at both of which nobody listens', () => {
    const said: string[] = [];
    const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => { said.push(String(text)); return true; });
    const reply = { sent: true, header: () => reply };
    new ErrorAnswers({} as never).catch(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), { switchToHttp: () => ({ getResponse: () => reply }) } as unknown as ArgumentsHost);
    err.mockRestore();
    expect(said).toEqual(['feed: ECONNREFUSED\n']);
  });
});
