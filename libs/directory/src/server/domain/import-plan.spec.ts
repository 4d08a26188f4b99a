import { describe, expect, it } from '@jest/globals';
import type { OdsCode } from '@accord/kernel';
import fc from 'fast-check';
import { aFile, aRow, nationalFile, type RowColumns } from '../../testing/index.js';
import { readDirectoryFile } from './directory-file.js';
import { planDigest, planImport, type ImportPlan, type KnownDirectory, type KnownOrganisation } from './import-plan.js';
import type { Membership } from './localities-plan.js';

const NOTHING: KnownDirectory = { organisations: new Map(), memberships: new Map(), lastRows: 0 };
const TERMS = { editionOn: '2023-12-04', today: '2024-01-10', isExtract: false };

function plan(bytes: Uint8Array, known = NOTHING, terms = TERMS): ImportPlan {
  return planImport(readDirectoryFile(bytes), known, terms);
}

/** The directory as it stands once a plan has been carried out. */
function afterwards(done: ImportPlan, known = NOTHING): KnownDirectory {
  const organisations = new Map<OdsCode, KnownOrganisation>(known.organisations);
  const memberships = new Map<OdsCode, readonly Membership[]>(known.memberships);
  for (const { facts, columns } of done.writes) organisations.set(facts.odsCode, { ...facts, columns });
  for (const change of done.memberships) memberships.set(change.odsCode, change.after);
  return { organisations, memberships, lastRows: done.verdicts.length };
}

const first = (columns: RowColumns = {}) => afterwards(plan(aFile(aRow('TST01', columns), aRow('TST02'))));
const again = (columns: RowColumns, known = first(), terms = TERMS) => plan(aFile(aRow('TST01', columns), aRow('TST02')), known, terms);

describe('planning an import', () => {
  it('adds the whole national file at first, and nothing the second time', () => {
    const { bytes } = nationalFile(process.env['ACCORD_ODS_FILE']);
    const added = plan(bytes);
    expect(added.counts).toMatchObject({ added: 15_971, fault: 0, absent: 0 });
    const same = plan(bytes, afterwards(added));
    expect(same.counts).toMatchObject({ unchanged: 15_971, added: 0, changed: 0, absent: 0 });
    expect([same.writes, same.statuses, same.memberships, same.tasks, same.narrowed]).toEqual([[], [], [], [], []]);
  });

  it.each<[string, RowColumns, RowColumns, string, string[]]>([
    ['a new name', {}, { 2: 'ANOTHER NAME' }, 'changed', ['name']],
    ['a new address', {}, { 6: 'SECOND LINE' }, 'changed', ['address']],
    ['a closure', {}, { 12: '20231130', 13: 'C' }, 'closed', ['closedOn', 'status']],
    ['falling dormant', {}, { 13: 'D' }, 'dormant', ['status']],
    ['a reopening', { 12: '20200101', 13: 'C' }, {}, 'reopened', ['closedOn', 'status']],
    ['a proposed practice that opens', { 13: 'P' }, {}, 'changed', ['status']],
    ['another commissioner', {}, { 15: 'TSTL2' }, 'moved', ['commissionerCode']],
    ['a column that no rule reads', {}, { 19: 'X' }, 'changed', ['column19']],
    ['nothing new', {}, {}, 'unchanged', []],
  ])('tells %s', (_what, before, columns, verdict, fields) => {
    expect(again(columns, first(before)).verdicts[0]).toMatchObject({ line: 1, odsCode: 'TST01', verdict, fields });
  });

  it('reports an absent organisation and leaves it as it was', () => {
    const absent = plan(aFile(aRow('TST02')), first());
    expect(absent.absent).toEqual(['TST01']);
    expect([absent.writes, absent.memberships, absent.narrowed]).toEqual([[], [], []]);
  });

  it('does not call an organisation absent whose row is faulty', () => {
    expect(plan(aFile(aRow('TST01', { 13: 'X' }), aRow('TST02')), first()).absent).toEqual([]);
  });

  it('reports a file that ends far too early, unless it is stated to be an extract', () => {
    const many = Array.from({ length: 200 }, (_, at) => aRow(`TST${at + 100}`));
    const known = afterwards(plan(aFile(...many)));
    const cut = aFile(...many.slice(0, 150));
    expect(plan(cut, known).faults).toMatchObject([{ line: 150, code: 'ROWS_MISSING' }]);
    expect(plan(cut, known, { ...TERMS, isExtract: true }).faults).toEqual([]);
    expect(plan(aFile(...many.slice(0, 190)), known)).toMatchObject({ faults: [], counts: { absent: 10 } });
  });
});

describe('what an import would stop', () => {
  it.each<[string, RowColumns, RowColumns, boolean]>([
    ['a closure', {}, { 12: '20231130', 13: 'C' }, true],
    ['falling dormant', {}, { 13: 'D' }, true],
    ['a closing day that is still ahead', {}, { 12: '20250101' }, true],
    ['a closing day past, of a practice marked closed that still was open', { 12: '20240630', 13: 'C' }, { 12: '20240103', 13: 'C' }, true],
    ['a practice marked closed, and open up to a day ahead, that is proposed again', { 12: '20240630', 13: 'C' }, { 13: 'P' }, true],
    ['a closing day ahead brought forward, whatever the status says', { 12: '20240630', 13: 'D' }, { 12: '20240531' }, true],
    ['the mark that it closes on the day it had named', { 12: '20240630' }, { 12: '20240630', 13: 'C' }, false],
    ['an opening day moved ahead, which no gate reads', {}, { 11: '20250101' }, false],
    ['a closing day taken back', { 12: '20250101' }, {}, false],
    ['a closure of what was dormant', { 13: 'D' }, { 12: '20231130', 13: 'C' }, false],
    ['a new name', {}, { 2: 'ANOTHER NAME' }, false],
    ['another commissioner', {}, { 15: 'TSTL2' }, false],
  ])('%s', (_what, before, columns, stops) => {
    expect(again(columns, first(before)).narrowed).toEqual(stops ? ['TST01'] : []);
  });

  it('binds an approval to the plan, and to the sharing it would stop or give back', () => {
    const closing = again({ 13: 'C', 12: '20231130' });
    expect(planDigest(closing, [], [])).toBe(planDigest(again({ 13: 'C', 12: '20231130' }), [], []));
    expect(new Set([[[], []], [[{ odsCode: 'TST01' }], []], [[], [{ odsCode: 'TST01' }]]].map(([stopped, resumed]) => planDigest(closing, stopped!, resumed!))).size).toBe(3);
    expect(planDigest(closing, [], [])).not.toBe(planDigest(again({ 13: 'C', 12: '20231129' }), [], []));
  });
});

describe('what an import would give back', () => {
  it.each<[string, RowColumns, RowColumns, string | null | undefined]>([
    ['a reopening', { 12: '20231130', 13: 'C' }, {}, null],
    ['a closure that named no day, taken back', { 13: 'C' }, {}, null],
    ['waking from dormancy', { 13: 'D' }, {}, null],
    ['a proposed practice that opens', { 13: 'P' }, {}, null],
    ['a closing day taken back before it has come', { 12: '20250101' }, {}, null],
    ['a closing day put off', { 12: '20240630' }, { 12: '20241231' }, '2025-01-01T00:00:00.000Z'],
    ['a closing day past that moves to one ahead, whatever its status says', { 12: '20231130', 13: 'C' }, { 12: '20240630', 13: 'C' }, '2024-06-30T23:00:00.000Z'],
    ['a closing day past that moves to today, which is its last', { 12: '20231130', 13: 'C' }, { 12: '20240110', 13: 'C' }, '2024-01-11T00:00:00.000Z'],
    ['nothing: a closing day past that moves to another', { 12: '20231130', 13: 'C' }, { 12: '20240109', 13: 'C' }, undefined],
    ['nothing: a closure', {}, { 12: '20231130', 13: 'C' }, undefined],
    ['nothing: a closed practice that is dormant now', { 12: '20231130', 13: 'C' }, { 13: 'D' }, undefined],
    ['nothing: a new name', {}, { 2: 'ANOTHER NAME' }, undefined],
  ])('%s', (_what, before, columns, until) => {
    const { widened, openings } = again(columns, first(before));
    expect(widened).toEqual(until === undefined ? [] : ['TST01']);
    if (until !== undefined) expect(openings).toEqual([{ odsCode: 'TST01', until }]);
  });
});

describe('status as a dated fact', () => {
  const statusesOf = (before: RowColumns, columns: RowColumns) => again(columns, first(before)).statuses.map(({ status, fromOn }) => `${status} ${fromOn}`);

  it('of a new organisation tells when it opened and closed', () => {
    expect(first().organisations.size).toBe(2);
    expect(plan(aFile(aRow('TST01', { 12: '20200131', 13: 'C' }))).statuses).toEqual([
      { odsCode: 'TST01', status: 'A', fromOn: '2000-04-01' }, { odsCode: 'TST01', status: 'C', fromOn: '2020-02-01' },
    ]);
  });

  it.each<[string, RowColumns, RowColumns, string[]]>([
    ['a closure, from the day after the last', {}, { 12: '20231130', 13: 'C' }, ['C 2023-12-01']],
    ['a closure that names no day, from its edition', {}, { 13: 'C' }, ['C 2023-12-04']],
    ['a closing day that lies ahead', {}, { 12: '20241231' }, ['C 2025-01-01']],
    ['a closing day put off', { 12: '20240630' }, { 12: '20241231' }, ['A 2024-07-01', 'C 2025-01-01']],
    ['a closing day brought forward', { 12: '20241231' }, { 12: '20240630' }, ['C 2024-07-01']],
    ['a closing day taken back', { 12: '20241231' }, {}, ['A 2025-01-01']],
    ['falling dormant, from its edition', {}, { 13: 'D' }, ['D 2023-12-04']],
    ['a reopening, from its edition', { 12: '20200131', 13: 'C' }, {}, ['A 2023-12-04']],
    ['nothing where only the name is new', {}, { 2: 'ANOTHER NAME' }, []],
  ])('tells %s', (_what, before, columns, expected) => {
    expect(statusesOf(before, columns)).toEqual(expected);
  });
});

describe('localities', () => {
  const membershipsOf = (done: ImportPlan) => done.memberships.find((change) => change.odsCode === 'TST01')?.after;
  const was = { odsCode: 'TST01', localityCode: 'TSTL1', fromOn: '2001-04-01' };

  it('are formed by the commissioners of practices, and of nothing else', () => {
    expect(plan(aFile(aRow('TST01'), aRow('TST02', { 26: '2' }))).memberships).toEqual([{ odsCode: 'TST01', after: [{ ...was, beforeOn: null }] }]);
  });

  it('hold a practice up to the day it joined another, and make a task', () => {
    const moved = again({ 15: 'TSTL2', 16: '20231101' });
    expect(membershipsOf(moved)).toEqual([
      { ...was, beforeOn: '2023-11-01' }, { odsCode: 'TST01', localityCode: 'TSTL2', fromOn: '2023-11-01', beforeOn: null },
    ]);
    expect(moved.tasks).toEqual([{ odsCode: 'TST01', name: 'PRACTICE TST01', fromCode: 'TSTL1', toCode: 'TSTL2', onDay: '2023-11-01' }]);
  });

  it('date a backdated move by the edition that brings it', () => {
    expect(membershipsOf(again({ 15: 'TSTL2', 16: '19990101' }))).toMatchObject([
      { localityCode: 'TSTL1', beforeOn: '2023-12-04' }, { localityCode: 'TSTL2', fromOn: '2023-12-04', beforeOn: null },
    ]);
  });

  it('lose a practice after its last day, which is inclusive', () => {
    expect(membershipsOf(again({ 12: '20231130', 13: 'C', 17: '20231130' }))).toEqual([{ ...was, beforeOn: '2023-12-01' }]);
    expect(membershipsOf(again({ 12: '20231130', 13: 'C' }))).toEqual([{ ...was, beforeOn: '2023-12-01' }]);
  });

  it('never overlap for one practice, whatever files come', () => {
    const day = fc.constantFrom('20010401', '20050630', '20120229', '20231101', '20251231', '');
    const columns = fc.record({ 15: fc.constantFrom('TSTL1', 'TSTL2', 'TSTL3'), 16: day, 17: day, 13: fc.constantFrom('A', 'C', 'D'), 26: fc.constantFrom('4', '2') });
    const edition = fc.constantFrom('2001-01-01', '2012-03-01', '2024-01-01');
    fc.assert(fc.property(fc.array(fc.tuple(columns, edition), { maxLength: 6 }), (files) => {
      let known = NOTHING;
      for (const [row, editionOn] of files) {
        const next = plan(aFile(aRow('TST01', row)), known, { ...TERMS, editionOn });
        if (next.faults.length > 0) continue;
        known = afterwards(next, known);
        const second = plan(aFile(aRow('TST01', row)), known, { ...TERMS, editionOn });
        expect([second.writes, second.memberships]).toEqual([[], []]);
      }
      const spans = known.memberships.get('TST01' as OdsCode) ?? [];
      spans.forEach((span, at) => {
        expect(span.beforeOn === null || span.fromOn < span.beforeOn).toBe(true);
        if (at > 0) expect(spans[at - 1]!.beforeOn !== null && spans[at - 1]!.beforeOn! <= span.fromOn).toBe(true);
      });
    }), { numRuns: 500 });
  });
});
