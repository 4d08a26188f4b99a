import { describe, expect, it } from '@jest/globals';
import { OpenReadings, type Reader } from './open-readings.js';

const NOW = new Date('2026-03-02T09:00:00Z');
const after = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
const odile: Reader = { personId: 'odile', duty: 'auditor-national', odsCode: null, evidenceId: 'one' };

describe('A reading whose reason was stated', () => {
  it('is found by its token until its time is over', () => {
    const readings = new OpenReadings(1000);
    const token = readings.open(odile, 'Yearly sample', NOW);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(token).not.toContain('Yearly');
    expect(readings.find(token, odile, after(999))).toEqual({ reason: 'Yearly sample' });
    expect(readings.find(token, odile, after(1000))).toBeUndefined();
  });

  it.each<[string, Partial<Reader>]>([
    ['another person', { personId: 'piers' }], ['another duty of the same person', { duty: 'auditor-organisation' }],
    ['the same duty for another organisation', { odsCode: 'TSTP01' }], ['other evidence', { evidenceId: 'two' }],
  ])('is of no use for %s', (_whom, change) => {
    const readings = new OpenReadings(1000);
    expect(readings.find(readings.open(odile, 'Yearly sample', NOW), { ...odile, ...change }, NOW)).toBeUndefined();
  });

  it.each(['', 'a', 'x'.repeat(43), `${'x'.repeat(42)}=`, '__proto__'])('is not found by guessing: %p', (token) => {
    const readings = new OpenReadings(1000);
    readings.open(odile, 'Yearly sample', NOW);
    expect(readings.find(token, odile, NOW)).toBeUndefined();
  });

  it('gets a token of its own each time', () => {
    const readings = new OpenReadings(1000);
    expect(readings.open(odile, 'Yearly sample', NOW)).not.toBe(readings.open(odile, 'Yearly sample', NOW));
  });

  it('gives way to the newer ones of the same person alone', () => {
    const readings = new OpenReadings(1000);
    const piers = { ...odile, personId: 'piers' };
    const first = readings.open(odile, 'first', NOW);
    const other = readings.open(piers, 'other', NOW);
    for (let more = 0; more < 50; more += 1) readings.open(odile, 'more', NOW);
    expect(readings.find(first, odile, NOW)).toBeUndefined();
    expect(readings.find(other, piers, NOW)).toEqual({ reason: 'other' });
  });
});
