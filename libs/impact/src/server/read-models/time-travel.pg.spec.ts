import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { viewsSeen } from '@accord/agreements';
import { viewAnswers } from '@accord/views/testing';
import type { Moment } from '../../contract/asked-moment.js';
import { RecordedHistory } from '../../testing/recorded-history.js';
import '../abilities.js';
import { explanationOf, sightsAt } from './explanation.js';

const VIEWS = ['summary', 'medication'];
const STEPS = 36;

/** What was answered at one instant to everybody's question about everybody. */
interface Remembered { readonly at: Date; readonly answers: unknown; readonly seen: Readonly<Record<string, readonly string[]>> }
/** Something that was said to have been so before it was recorded. */
interface BackDated { readonly odsCode: string; readonly from: Date; readonly recordedAt: Date }

describe.each([11, 12])('a history drawn at random (%i)', (seed) => {
  let history: RecordedHistory;
  const remembered: Remembered[] = [];
  const backDated: BackDated[] = [];
  const done = new Map<string, number>();

  const now = (): Moment => ({ at: history.world.clock.now(), reading: 'now', asKnownAt: null });
  async function asked(moment: Moment): Promise<Omit<Remembered, 'at'>> {
    const { world } = history;
    return world.transactions.read(world.auditor, async (tx) => {
      const service = await viewAnswers().services.byCode(tx, 'DCR');
      const answers: unknown[] = [];
      const seen: Record<string, readonly string[]> = {};
      for (const provider of world.places.practices) {
        const { rows, publication } = await sightsAt(tx, { service: 'DCR', provider, consumer: null }, moment);
        answers.push({ rows, publication: moment.reading === 'as-it-was' ? null : publication });
        for (const row of rows) seen[`${row.providerOdsCode} ${row.consumerOdsCode} ${row.reference}`] = viewsSeen(row, moment.at);
      }
      const { isSeen, since, reasons, row } = await explanationOf(tx, { service, provider: world.practice(0), consumer: world.viewer(0), view: service.views[3]!, moment });
      answers.push({ isSeen, since, reasons, row });
      return { answers, seen };
    });
  }

  async function step(): Promise<string> {
    const { world } = history;
    const { practices, viewers } = world.places;
    const draw = history.below(20);
    if (draw === 0 && history.agreementIds.length < 3) { await history.agreement(practices.slice(0, 2), [history.one(viewers)], VIEWS).catch(() => undefined); return 'agreement'; }
    if (draw === 1) { await history.stopConsumer(history.one(viewers), world.clock.now()); return 'stop'; }
    if (draw === 2) { for (const code of viewers) await history.liftStops(code); return 'lift'; }
    if (draw === 3) { await history.revokeCertificates(history.one(viewers)); return 'revoke'; }
    if (draw === 4) { await history.certificate(history.one(viewers)); return 'certificate'; }
    if (draw === 5) { await history.hosting(history.one(practices), history.one(['streaming', 'local']), world.clock.now().toISOString(), null); return 'hosting'; }
    if (draw === 6) return backDate();
    if (draw === 7 && history.agreementIds.length > 1 && history.below(3) === 0) { await end(history.agreementIds[0]!); return 'end'; }
    const agreementId = history.one(history.agreementIds);
    return history.move(agreementId, history.one([...practices, ...viewers])).catch((error: { code?: string }) => {
      if (error.code === undefined) return 'nothing'; // not named in that agreement
      return `refused ${error.code}`;
    });
  }

  async function end(id: string): Promise<void> {
    await history.world.moving.end(history.world.officer, { id, expectedVersion: 2, reason: 'Over' } as never).catch(() => undefined);
  }

  async function backDate(): Promise<string> {
    const { world } = history;
    const recordedAt = world.clock.now();
    const from = new Date(recordedAt.getTime() - (1 + history.below(20)) * 86_400_000);
    switch (history.below(3)) {
      case 0: {
        const odsCode = history.one(world.places.practices);
        await history.hosting(odsCode, 'local', from.toISOString(), null);
        backDated.push({ odsCode, from, recordedAt });
        return 'back-dated hosting';
      }
      case 1: {
        const odsCode = history.one(world.places.viewers);
        await history.stopConsumer(odsCode, from);
        backDated.push({ odsCode, from, recordedAt });
        return 'back-dated stop';
      }
      default: {
        const odsCode = history.one(world.places.practices);
        const day = from.toISOString().slice(0, 10);
        await history.directory(odsCode, day);
        backDated.push({ odsCode, from: new Date(Date.parse(`${day}T00:00:00Z`) + 20 * 3_600_000), recordedAt });
        return 'back-dated closure';
      }
    }
  }

  beforeAll(async () => {
    history = await RecordedHistory.open(seed);
    const { world } = history;
    await history.agreement(world.places.practices, world.places.viewers, VIEWS);
    for (const code of [...world.places.practices, ...world.places.viewers]) for (let turn = 0; turn < 4; turn += 1) await history.move(history.agreementIds[0]!, code);
    for (let turn = 0; turn < STEPS; turn += 1) {
      history.later();
      const what = await step();
      done.set(what, (done.get(what) ?? 0) + 1);
      await history.sharing.publish();
      remembered.push({ at: world.clock.now(), ...await asked(now()) });
      // Closed for good would end the story early.
      if (what === 'back-dated closure') { history.later(); for (const code of world.places.practices) await history.directory(code, null); await history.sharing.publish(); }
      if (what === 'back-dated hosting') { history.later(); for (const code of world.places.practices) await history.hosting(code, 'streaming', world.clock.now().toISOString(), null); await history.sharing.publish(); }
    }
  }, 600_000);
  afterAll(() => history.close());

  it('has something of everything in it', () => {
    expect([...done.keys()].filter((what) => what.startsWith('back-dated')).length).toBeGreaterThan(0);
    const seen = remembered.map((each) => Object.values(each.seen).filter((views) => views.length > 0).length);
    expect(Math.max(...seen)).toBeGreaterThan(3);
    expect(Math.min(...seen)).toBe(0);
  });

  it('is told as it was known at each instant exactly as it was answered then', async () => {
    // What is known to end it sooner than its dates is told of now alone.
    const withoutAhead = (told: unknown): unknown => JSON.parse(JSON.stringify(told, (key, value: unknown) => (key === 'reasons' ? (value as { kind: string }[]).map((each) => (each.kind === 'dates' ? { ...each, says: 'its dates' } : each)) : value)));
    for (const { at, answers, seen } of remembered) expect(withoutAhead({ at, ...await asked({ at, reading: 'as-known', asKnownAt: at }) })).toEqual(withoutAhead({ at, answers, seen }));
  }, 600_000);

  it('is told as it was alike, but for what was recorded later and said to have been so before', async () => {
    const different: string[] = [];
    let changed = 0;
    for (const { at, seen } of remembered) {
      const was = (await asked({ at, reading: 'as-it-was', asKnownAt: null })).seen;
      const about = backDated.filter(({ from, recordedAt }) => recordedAt > at && from <= new Date(at.getTime() + 26 * 3_600_000));
      for (const key of new Set([...Object.keys(seen), ...Object.keys(was)])) {
        const isSame = String(seen[key] ?? []) === String(was[key] ?? []);
        const isBackDated = about.some(({ odsCode }) => key.includes(odsCode));
        if (!isSame && !isBackDated) different.push(`${at.toISOString()} ${key}: ${String(seen[key])} then, ${String(was[key])} by what is known now`);
        if (!isSame) changed += 1;
        const isOutright = backDated.some(({ odsCode, from, recordedAt }) => key.includes(odsCode) && recordedAt > at && from.getTime() + 26 * 3_600_000 <= at.getTime());
        if (isOutright && String(was[key] ?? []) !== '') different.push(`${at.toISOString()} ${key}: seen, though it was said later not to have been`);
      }
    }
    expect(different).toEqual([]);
    expect(changed).toBeGreaterThan(0);
  }, 600_000);
});
