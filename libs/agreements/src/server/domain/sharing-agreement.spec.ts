import { describe, expect, it } from '@jest/globals';
import { SharingAgreement } from './sharing-agreement.js';

const AT = new Date('2026-03-02T09:00:00Z');
const STATES = ['draft', 'open', 'closed', 'ended', 'discarded'] as const;
const MOVES: Readonly<Record<string, (agreement: SharingAgreement) => void>> = {
  open: (agreement) => { agreement.open(AT); },
  discard: (agreement) => { agreement.discard(); },
  close: (agreement) => { agreement.close(); },
  end: (agreement) => { agreement.end(AT); },
};
const LAWFUL: Readonly<Record<string, string>> = { 'open draft': 'open', 'discard draft': 'discarded', 'close open': 'closed', 'end open': 'ended', 'end closed': 'ended' };

describe('a sharing agreement', () => {
  it.each(Object.keys(MOVES).flatMap((move) => STATES.map((state) => [move, state] as const)))('%s, while it is %s, does only what the design lists', (move, state) => {
    const agreement = Object.assign(new SharingAgreement(), { state });
    const to = LAWFUL[`${move} ${state}`];
    if (to === undefined) expect(() => { MOVES[move]!(agreement); }).toThrow(expect.objectContaining({ code: 'NOT_READY' }));
    else MOVES[move]!(agreement);
    expect(agreement.state).toBe(to ?? state);
  });

  it.each([
    ['draft', false, false], ['open', true, true], ['closed', false, true], ['ended', false, false], ['discarded', false, false],
  ] as const)('while it is %s: joining %s, going on %s', (state, joins, goesOn) => {
    const agreement = Object.assign(new SharingAgreement(), { state });
    const allows = (work: () => void): boolean => { try { work(); return true; } catch { return false; } };
    expect(allows(() => { agreement.demandOpen('be signed'); })).toBe(joins);
    expect(allows(() => { agreement.demandStanding('go live'); })).toBe(goesOn);
  });
});
