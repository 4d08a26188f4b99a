import { describe, expect, it } from '@jest/globals';
import type { Service, ServiceCode } from '@accord/views';
import { STANDARD_CLAUSES } from '@accord/agreements';
import { readDraft, type DraftInput } from './agreement-draft.js';

const SERVICE: Service = {
  code: 'DCR' as ServiceCode, name: 'Detailed Care Record', contentModel: 'dcr-1',
  views: ['summary', 'problems', 'medication'].map((code, index) => ({ code, name: code, position: index + 1 })),
};
const draft = (given: Partial<DraftInput> = {}): DraftInput => ({
  title: 'Sharing', purpose: 'Direct care', purposeClass: 'direct-care', lawfulBasis: 'UK GDPR', beginsOn: '2026-04-01', reviewOn: '2027-04-01', endsOn: '2028-03-31',
  providers: ['TSTP02', 'TSTP01'], consumers: [{ odsCode: 'TSTV01', views: ['medication', 'summary'] }], ...given,
});

describe('a draft', () => {
  it.each<[string, Partial<DraftInput>, string, string | undefined]>([
    ['a review before the start', { reviewOn: '2026-03-31' }, 'DATES_OUT_OF_ORDER', undefined],
    ['an end before the review', { endsOn: '2027-03-31' }, 'DATES_OUT_OF_ORDER', undefined],
    ['a day that is not in the calendar', { beginsOn: '2026-02-30' }, 'INVALID_INPUT', 'beginsOn'],
    ['a day in another notation', { endsOn: '31/03/2028' }, 'INVALID_INPUT', 'endsOn'],
    ['no provider', { providers: [] }, 'NO_PARTIES', undefined],
    ['no consumer', { consumers: [] }, 'NO_PARTIES', undefined],
    ['a provider named twice', { providers: ['TSTP01', 'tstp01'] }, 'INVALID_INPUT', 'providers'],
    ['a consumer named twice', { consumers: [{ odsCode: 'TSTV01', views: ['summary'] }, { odsCode: 'TSTV01', views: ['summary'] }] }, 'INVALID_INPUT', 'consumers'],
    ['what is no ODS code', { providers: ["TST'P1"] }, 'INVALID_INPUT', 'providers'],
    ['a view the service does not have', { consumers: [{ odsCode: 'TSTV01', views: ['summary', 'genome'] }] }, 'UNKNOWN_VIEW', undefined],
    ['no view at all', { consumers: [{ odsCode: 'TSTV01', views: [] }] }, 'NO_VIEWS', undefined],
    ['an empty title', { title: '   ' }, 'INVALID_INPUT', 'title'],
    ['a title that is a text', { title: 'x'.repeat(201) }, 'INVALID_INPUT', 'title'],
    ['a purpose without end', { purpose: 'x'.repeat(2001) }, 'INVALID_INPUT', 'purpose'],
    ['a bell in the lawful basis', { lawfulBasis: 'UK\u0007GDPR' }, 'INVALID_INPUT', 'lawfulBasis'],
    ['text that reads backwards', { title: 'Sharing \u202eerac' }, 'INVALID_INPUT', 'title'],
    ['an empty clause', { clauses: ['One.', ''] }, 'INVALID_INPUT', 'clauses'],
    ['a purpose class nobody knows', { purposeClass: 'marketing' as never }, 'INVALID_INPUT', 'purposeClass'],
    ['more providers than fit', { providers: Array.from({ length: 2001 }, (_, index) => `TST${10000 + index}`) }, 'INVALID_INPUT', 'providers'],
  ])('refuses %s', (_what, given, code, field) => {
    expect(() => readDraft(draft(given), SERVICE)).toThrow(expect.objectContaining({ code, ...(field === undefined ? {} : { field }) }));
  });

  it('puts parties and views into the fixed order, and composes what looks alike', () => {
    const read = readDraft(draft({ title: ' Cafe\u0301 ', providers: ['tstp02', 'TSTP01'] }), SERVICE);
    expect(read).toMatchObject({ title: 'Café', providers: ['TSTP01', 'TSTP02'], consumers: [{ odsCode: 'TSTV01', views: ['summary', 'medication'] }] });
  });

  it('runs from midnight in London to the midnight after its last day, summer time or not', () => {
    const read = readDraft(draft({ beginsOn: '2026-03-01', endsOn: '2028-03-31' }), SERVICE);
    expect([read.from, read.until].map((at) => at.toISOString())).toEqual(['2026-03-01T00:00:00.000Z', '2028-03-31T23:00:00.000Z']);
  });

  it('carries the standard clauses unless its drafter writes others', () => {
    expect(readDraft(draft(), SERVICE).clauses).toEqual([...STANDARD_CLAUSES]);
    expect(readDraft(draft({ clauses: [] }), SERVICE).clauses).toEqual([...STANDARD_CLAUSES]);
    expect(readDraft(draft({ clauses: ['Ours.'] }), SERVICE).clauses).toEqual(['Ours.']);
  });
});
