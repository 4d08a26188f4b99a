import { describe, expect, it } from '@jest/globals';
import { declaredInstruction } from './instruction-uploads.js';

const [CAMPAIGN, ONE, OTHER] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002', '0190a000-0000-7000-8000-000000000003'];
const read = (fields: Readonly<Record<string, string>>) => declaredInstruction(new Map(Object.entries({ id: CAMPAIGN!, odsCode: 'TSTP01', reason: 'It wrote', ...fields })));

describe('what comes with a letter', () => {
  it('says of each agreement whether it is kept or withdrawn from', () => {
    expect(read({ keep: `${ONE}`, withdraw: ` ${OTHER} ,` })).toEqual({ campaignId: CAMPAIGN, odsCode: 'TSTP01', reason: 'It wrote', replies: [{ participationId: ONE, reply: 'keep' }, { participationId: OTHER, reply: 'withdraw' }] });
  });
  it('says nothing where it names nothing, for the rules to refuse', () => expect(read({})).toMatchObject({ replies: [] }));
  it.each<[string, Readonly<Record<string, string>>]>([['a campaign that is no id', { id: '../x' }], ['no campaign', { id: '' }], ['an agreement that is no id', { keep: `${ONE},TSTP01` }], ['an agreement with a NUL in it', { withdraw: `${ONE}\u0000` }]])('is refused with %s', (_what, fields) => {
    expect(() => read(fields)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
