import { describe, expect, it } from '@jest/globals';
import { SMALL_SIZE, seededWorld } from '@accord/tooling/server';

import { compareThree } from './agreement-of-three.js';

const ASKED = 100_000;

describe('the library, SQL and Cedar', () => {
  it('give the same answer to a hundred thousand random questions at random instants', async () => {
    const { differences, permits, asked, examples } = await compareThree(seededWorld(SMALL_SIZE), ASKED, () => undefined);
    expect({ differences, asked, examples }).toEqual({ differences: 0, asked: ASKED, examples: [] });
    expect(permits / asked).toBeGreaterThan(0.1);
    expect(permits / asked).toBeLessThan(0.9);
  }, 600_000);
});
