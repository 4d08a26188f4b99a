import { describe, expect, it } from '@jest/globals';
import { practicesCounted, viewersCounted, type PartyCounted } from './practices-counted.js';

const party = (odsCode: string, state: string, gates: readonly string[] = [], side: PartyCounted['side'] = 'provider'): PartyCounted => ({ odsCode, state, side, gates: gates.map((gate) => ({ state: gate })) });
const codes = (parties: readonly PartyCounted[]): string[] => parties.map(({ odsCode }) => odsCode);

describe('practices of a locality', () => {
  const parties = [
    party('TSTP01', 'live'), party('TSTP02', 'declined'), party('TSTP03', 'withdrawn'), party('TSTP04', 'none', ['waiting']), party('TSTP05', 'approved', ['done']), party('TSTP06', 'approved', ['done', 'blocked']),
    party('TSTP07', 'verified', ['done']), party('TSTP08', 'invited', ['waiting']), party('TSTP08', 'live'), party('TSTP09', 'live', ['done', 'blocked']), party('TSTV01', 'live', [], 'consumer'), party('TSTV02', 'left', [], 'consumer'), party('TSTV03', 'declined', [], 'consumer'),
  ];

  it('take part where an agreement names them, and no longer once they declined or withdrew; each counts once, by the furthest it has come', () => {
    const { taking, live, heldBack, ready, blocked, waiting, outside } = practicesCounted(parties);
    expect([taking, live, heldBack, ready, blocked, waiting, outside].map(codes)).toEqual([
      ['TSTP01', 'TSTP05', 'TSTP06', 'TSTP07', 'TSTP08', 'TSTP09'], ['TSTP01', 'TSTP08'], ['TSTP09'], ['TSTP05'], ['TSTP06'], ['TSTP07'], ['TSTP04'],
    ]);
  });

  it('are counted as viewing organisations are', () => {
    expect(codes(viewersCounted(parties))).toEqual(['TSTV01']);
  });
});
