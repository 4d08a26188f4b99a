import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Client } from 'pg';
import { Refusal } from '@accord/kernel';
import { attempt, Dice } from '@accord/kernel/testing';
import { ActivationWorld, brokenRules, CHEATS, ManyHands, type Deed } from '../../testing/index.js';

/** How many rounds, and from which seed: ACCORD_RULES=ROUNDS,SEED plays more, or the same deeds again. Who comes first among those of one round is not the seed's to say. */
const [ROUNDS, SEED] = (process.env['ACCORD_RULES'] ?? '40,20260302').split(',').map(Number) as [number, number];
/** Sessions that use the product; beside them two that cheat, and one that watches. */
const SESSIONS = 6;
/** After so many rounds others meet; half way everything that is approved goes live at one moment. */
const [TOGETHER, HALF_WAY] = [20, 10];
const DAY = 86_400_000;
jest.setTimeout(60_000 + ROUNDS * 5_000);

let world: ActivationWorld;
let watcher: Client;
let cheaters: readonly { readonly role: 'api' | 'worker'; readonly client: Client }[];
beforeAll(async () => {
  world = await ActivationWorld.open();
  const { database } = world.agreements;
  watcher = await database.watcher();
  cheaters = [{ role: 'api', client: await database.clientAs('api') }, { role: 'worker', client: await database.clientAs('worker') }];
});
afterAll(() => world.close());

/** Plays rounds in which everybody acts at once, on what they saw before it; whatever was told to them, how often. */
async function play(seed: number, cheats: boolean): Promise<(what: string) => number> {
  const { clock } = world.agreements;
  const dice = new Dice(seed);
  const hands = new ManyHands(world, dice, cheats ? 'C' : 'H');
  const told = new Map<string, number>();
  const tell = (what: string): void => { told.set(what, (told.get(what) ?? 0) + 1); };
  for (let round = 0; round < ROUNDS; round += 1) {
    const deeds = await deedsOf(hands, round % TOGETHER, dice);
    const during = brokenRules(watcher, clock.now());
    const acting = [...deeds.map((deed) => act(deed, tell)), ...(cheats ? cheaters.map((cheater) => cheat(cheater, hands.agreements, dice, tell)) : [])];
    const faults = (await Promise.allSettled(acting)).flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    await hands.ready();
    clock.advance(dice.chance(8) ? DAY : 1_000);
    expect({ round, faults, during: await during, after: await brokenRules(watcher, clock.now()) }).toEqual({ round, faults: [], during: [], after: [] });
  }
  return (what) => told.get(what) ?? 0;
}

async function deedsOf(hands: ManyHands, turn: number, dice: Dice): Promise<Deed[]> {
  if (turn === 0) {
    // Drafts that want different views of the same viewing organisations, all opened at one moment.
    await hands.meet();
    const drafts = [await hands.draft(), await hands.draft(), await hands.draft(), await hands.draft()];
    return drafts.map((id) => hands.open(id));
  }
  const seen = await hands.look();
  if (turn === HALF_WAY) return hands.goLives(seen);
  return Array.from({ length: SESSIONS }, () => (turn === HALF_WAY + 1 && dice.chance(2) ? hands.leaving(seen) : hands.deed(seen, turn > HALF_WAY)));
}

async function act({ name, run }: Deed, tell: (what: string) => void): Promise<void> {
  world.agreements.clock.advance(7);
  try {
    await run();
    tell(name.split(':')[0]!);
  } catch (refusal) {
    // A rule that only a constraint knew, a deadlock or a fault reaches people as something that nobody can act on.
    if (!(refusal instanceof Refusal) || refusal.code === 'KEPT_BY_DATABASE') throw new Error(`${name}: ${String(refusal)}`, { cause: refusal });
    tell(refusal.code);
  }
}

async function cheat({ role, client }: (typeof cheaters)[number], agreements: readonly string[], dice: Dice, tell: (what: string) => void): Promise<void> {
  const { officer, approver, clock } = world.agreements;
  const who = role === 'worker' ? { ...officer, duty: 'worker' as const } : dice.one([officer, approver]);
  const came = await attempt(client, who, clock.now(), dice.one(CHEATS).statements(agreements, clock.now(), dice.below(1_000)));
  tell(['done', 'nothing', 'forbidden'].includes(came) ? `cheat: ${came}` : 'cheat: kept by a rule');
}

describe(`R1, R2 and R4, while ${SESSIONS} sessions act at once`, () => {
  it(`hold at every instant of ${ROUNDS} rounds, every refusal says why, and nobody waits for who waits for them (seed ${SEED})`, async () => {
    const told = await play(SEED, false);
    expect((await watcher.query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()')).rows).toEqual([{ deadlocks: '0' }]);
    // What must have met: sets that differ, pairs that overlap, forms that were out of date; and what must have come of it.
    for (const what of ['VIEW_SET_DIFFERS', 'PAIR_TAKEN', 'STALE', 'go live', 'sign', 'verify', 'amend']) expect({ what, times: told(what) }).not.toMatchObject({ times: 0 });
    expect((await watcher.query('SELECT 1 FROM pair')).rows.length).toBeGreaterThan(ROUNDS / 20);
  });

  it(`hold too where two more sessions cheat, straight in SQL as the running roles (seed ${SEED + 1})`, async () => {
    const told = await play(SEED + 1, true);
    expect(told('cheat: kept by a rule')).toBeGreaterThan(ROUNDS / 4);
    expect(told('cheat: forbidden')).toBeGreaterThan(0);
  });
});
