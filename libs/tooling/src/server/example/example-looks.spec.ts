import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AccessEvent } from '@accord/enforcement';
import { isNhsNumber } from '@accord/kernel';
import { EXAMPLE_LOCALITIES } from './example-localities.js';
import { ExampleLooks, type LooksGround, type SharedPair } from './example-looks.js';
import { EXAMPLE_VIEWERS } from './example-viewers.js';
import { exampleEdition } from './example-edition.js';
import { inventedNames } from './invented-names.js';
import { inventedNhsNumbers } from './invented-nhs-numbers.js';

const DAY = 86_400_000;
// A Wednesday morning.
const begunAt = new Date('2026-03-04T07:30:00Z');
const ago = (days: number): Date => new Date(begunAt.getTime() - days * DAY);
const COUNT = 6_000;
const EXPIRED = 'TSTV09';

function aGround(): LooksGround {
  const pairs = EXAMPLE_LOCALITIES.slice(0, 2).flatMap(({ code, practices }) => practices.flatMap(({ odsCode }, nth) => EXAMPLE_VIEWERS
    .filter(({ localityCode }) => localityCode === code).map((viewer): SharedPair => ({
      provider: odsCode, consumer: viewer.odsCode, agreement: `DCR-${code}-0001`, views: viewer.views, from: ago(nth === 0 ? 20 : 200), until: nth === 1 ? ago(30) : ago(-300),
      pauses: nth === 2 ? [{ from: ago(60), until: ago(50) }, { from: ago(4), until: null }] : [],
    }))));
  return {
    begunAt, pairs, publications: [ago(300), ago(60), ago(20)].map((at, index) => ({ number: index + 1, stopList: index, at })),
    systems: new Map(EXAMPLE_VIEWERS.map(({ odsCode }, index) => [odsCode, { id: `0190a000-0000-7000-8000-0000000000${String(index + 10)}`, certificateUntil: odsCode === EXPIRED ? ago(3) : ago(-900) }])),
  };
}

describe('the looks of the example', () => {
  let ground: LooksGround;
  let looks: AccessEvent[];
  beforeAll(() => {
    ground = aGround();
    const drawn = new ExampleLooks(ground, COUNT);
    looks = Array.from({ length: COUNT }, (_, index) => drawn.at(index));
  });
  const of = (reason: string): AccessEvent[] => looks.filter((look) => look.reason === reason);

  it('are the same every time, and each the same wherever one begins', () => {
    const again = new ExampleLooks(aGround(), COUNT);
    expect(again.at(COUNT - 1)).toEqual(looks.at(-1));
    expect(again.at(17)).toEqual(looks[17]);
  });

  it('are permitted only where somebody shared, unstopped, at that moment, and only what was agreed', () => {
    const uncovered = of('PERMITTED').filter((look) => !ground.pairs.some((pair) => {
      const at = Date.parse(look.occurredAt);
      const holds = (during: { readonly from: Date; readonly until: Date | null }): boolean => during.from.getTime() <= at && at < (during.until?.getTime() ?? Number.POSITIVE_INFINITY);
      return pair.provider === look.provider && pair.consumer === look.consumer && pair.agreement === look.agreement && holds(pair) && !pair.pauses.some(holds)
        && look.views.every((view) => pair.views.includes(view)) && ground.systems.get(look.consumer)!.certificateUntil.getTime() > at;
    }));
    expect(uncovered).toEqual([]);
    expect(of('PERMITTED').length).toBeGreaterThan(0.9 * COUNT);
  });

  it.each(['NOT_AGREED', 'VIEW_NOT_AGREED', 'STOPPED', 'CERTIFICATE_NOT_CURRENT', 'INCOMPLETE_REQUEST', 'BUFFER_FULL'])('are refused now and then because %s, and then permit nothing that was asked in full', (reason) => {
    const refused = of(reason);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter((look) => look.decision !== 'refuse' || look.permittedViews.length === look.views.length)).toEqual([]);
  });

  it('refuse who comes after the certificate ran out', () => {
    const late = looks.filter((look) => look.consumer === EXPIRED && Date.parse(look.occurredAt) > ago(3).getTime());
    expect(late.length).toBeGreaterThan(0);
    expect(new Set(late.map((look) => look.reason))).toEqual(new Set(['CERTIFICATE_NOT_CURRENT']));
  });

  it('cite the publication that was current', () => {
    expect(looks.filter((look) => look.publication !== ground.publications.findLast(({ at }) => at.getTime() + 5_000 <= Date.parse(look.occurredAt))!.number)).toEqual([]);
  });

  it('lie within ninety days, in order, more of them out of hours at the weekend than on a working day', () => {
    const times = looks.map((look) => Date.parse(look.occurredAt));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect([times[0]! >= ago(90).getTime(), times.at(-1)! < begunAt.getTime()]).toEqual([true, true]);
    const outOfHours = (weekend: boolean): number => looks.filter((look) => look.consumer === 'TSTV01' && [0, 6].includes(new Date(look.occurredAt).getUTCDay()) === weekend).length / (weekend ? 2 : 5);
    expect(outOfHours(true)).toBeGreaterThan(1.3 * outOfHours(false));
  });

  it('name only patients of the range that is never issued, and every message once', () => {
    const patients = looks.flatMap(({ patient }) => (patient === null ? [] : [patient]));
    expect(patients.filter((patient) => !patient.startsWith('999') || !isNhsNumber(patient))).toEqual([]);
    expect(new Set(looks.map(({ messageId }) => messageId)).size).toBe(COUNT);
  });

  it('hold what somebody has to review: emergencies, and looks without consent', () => {
    expect(looks.filter(({ emergencyReason }) => emergencyReason !== undefined).length).toBeGreaterThan(0);
    expect(looks.filter(({ consent, emergencyReason }) => consent === undefined && emergencyReason === undefined).length).toBeGreaterThan(0);
  });
});

describe('what is invented', () => {
  it('has numbers of patients that pass their check and were never issued', () => {
    const numbers = inventedNhsNumbers(5_000);
    expect(new Set(numbers).size).toBe(5_000);
    expect(numbers.filter((number) => !/^999\d{7}$/.test(number) || !isNhsNumber(number))).toEqual([]);
  });

  it('has sixty practices in three localities and twelve viewing organisations, every code an example code, named once', () => {
    expect(EXAMPLE_LOCALITIES.map(({ name, practices }) => [name, practices.length])).toEqual([['Aldermoor', 24], ['Brackenshire', 22], ['Coldwater Bay', 14]]);
    const all = [...EXAMPLE_LOCALITIES.flatMap(({ practices }) => practices), ...EXAMPLE_VIEWERS];
    expect([EXAMPLE_VIEWERS.length, new Set(all.map(({ odsCode }) => odsCode)).size, new Set(all.map(({ name }) => name)).size]).toEqual([12, 72, 72]);
    expect(Buffer.from(exampleEdition()).toString().split('\n').filter((line) => line !== '' && !/^"TST[LPV]\d\d"/.test(line))).toEqual([]);
    expect(new Set(EXAMPLE_VIEWERS.map(({ views }) => views.join())).size).toBeGreaterThan(6);
  });

  it('has people of different names', () => {
    expect(new Set(inventedNames(200, 3)).size).toBe(200);
    expect(inventedNames(20, 3)).toEqual(inventedNames(20, 3));
  });
});
