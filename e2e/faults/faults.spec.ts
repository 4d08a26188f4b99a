import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Act, Diary, type Look } from './diary.js';
import { FaultRun, KINDS } from './fault-run.js';
import { FaultWorld } from './fault-world.js';
import { withGatewayThatDies } from './gateway-that-dies.js';
import { judge } from './judge.js';

/** How many operations, and from which seed: ACCORD_FAULTS=OPERATIONS,SEED plays more, or the same again. What meets which moment is not the seed's to say. */
const [OPERATIONS, SEED] = (process.env['ACCORD_FAULTS'] ?? '1000,20260302').split(',').map(Number) as [number, number];
/** Between two of these nobody waits for anything. */
const ROUND = 250;
jest.setTimeout(240_000 + OPERATIONS * 600);

const diary = new Diary(SEED);
let world: FaultWorld;
let run: FaultRun;

beforeAll(async () => {
  world = await FaultWorld.open(diary);
  run = new FaultRun(world);
}, 240_000);
afterAll(async () => {
  run?.close();
  await world?.close();
}, 60_000);

/** A failure tells its seed and where its whole story lies. */
async function told(play: () => Promise<void>): Promise<void> {
  try {
    await play();
  } catch (error) {
    throw new Error(`${(error as Error).message}\nseed ${SEED}, the story: ${diary.keep()}\n${diary.last(25)}`, { cause: error });
  }
}

describe('processes that die at any moment', () => {
  it(`lose nothing that was acknowledged, permit nothing unlawful and leave no gap, in ${OPERATIONS} operations (seed ${SEED})`, async () => {
    await told(async () => {
      await run.begin();
      while (diary.operations < OPERATIONS) {
        await run.play(Math.min(ROUND, OPERATIONS - diary.operations));
        await run.calm();
      }
    });
    for (const kind of KINDS) expect(diary.kills[kind]).toBeGreaterThan(0);
    expect(diary.acts.filter(({ outcome, lost }) => outcome === 'done' && lost > 0).length).toBeGreaterThan(0);
    expect(diary.looks.filter(({ decision }) => decision === 'permit').length).toBeGreaterThan(OPERATIONS / 50);
    console.log(`${diary.operations} operations: ${diary.acts.length} acts (${JSON.stringify(diary.tally())}), ${diary.looks.length} looks, ${diary.turnedAway} turned away; killed ${JSON.stringify(diary.kills)}`);
  });
});

describe('the judge of it', () => {
  const UNANSWERED_FOR = 12;
  /** The same world, with another diary: as if this had been seen. */
  const hadWeSeen = (seen: { readonly acts?: readonly Act[]; readonly looks?: readonly Look[] }): Promise<string[]> =>
    judge(Object.create(world, { diary: { value: { acts: diary.acts, looks: diary.looks, ...seen } } }) as FaultWorld);

  it('sees a permit that was not lawful, a number that fell, a lost act, and one that nobody asked for', async () => {
    const refused = diary.looks.findLast(({ reason }) => reason === 'NOT_AGREED' || reason === 'STOPPED')!;
    expect(await hadWeSeen({ looks: [...diary.looks, { ...refused, decision: 'permit', reason: 'PERMITTED' }] })).toEqual(expect.arrayContaining([expect.stringMatching(/permit PERMITTED .* was unlawful by then$/)]));
    const [first, last] = [diary.looks[0]!, diary.looks.at(-1)!];
    expect(await hadWeSeen({ looks: [...diary.looks, { ...last, publication: first.publication, decidedAt: last.decidedAt + 1 }] }))
      .toEqual(expect.arrayContaining([expect.stringContaining(`was decided by publication ${first.publication}, after`)]));
    const act = diary.acts.findLast(({ outcome }) => outcome === 'done')!;
    expect(await hadWeSeen({ acts: [...diary.acts, { ...act, key: 'never-kept' }] })).toEqual([expect.stringMatching(/was acknowledged, and is lost$/)]);
    expect(await hadWeSeen({ acts: diary.acts.filter((each) => each !== act) })).toEqual(expect.arrayContaining([expect.stringMatching(/was done, and nobody asked for it$/)]));
  });

  it('finds every look of a gateway that died before its events were taken', async () => {
    await told(async () => {
      await withGatewayThatDies(world, 'true', () => run.look(UNANSWERED_FOR));
      await run.calm();
    });
  }, 120_000);

  it('misses the looks of a gateway whose disk kept nothing of what it had answered', async () => {
    await withGatewayThatDies(world, 'forgetful', () => run.look(UNANSWERED_FOR));
    await run.untilSent();
    expect((await judge(world)).filter((found) => found.endsWith('is not in the access log'))).toHaveLength(UNANSWERED_FOR);
  }, 120_000);

  it('misses acts that the database had acknowledged before they were on disk', async () => {
    for (const setting of ["synchronous_commit = 'off'", "wal_writer_delay = '10s'", 'wal_writer_flush_after = 2147483647']) await world.sql(`ALTER SYSTEM SET ${setting}`);
    await world.sql('SELECT pg_reload_conf()');
    let lost: string[] = [];
    // What was written just before a flush survives by luck: the next crash comes at another moment.
    for (let tries = 0; tries < 5 && lost.length === 0; tries += 1) {
      await run.play(20, []).catch(() => undefined); // once something is lost, people meet what they cannot believe
      await world.crashDatabase();
      await world.everythingServes();
      lost = (await judge(world)).filter((found) => found.endsWith('was acknowledged, and is lost'));
    }
    expect(lost).not.toEqual([]);
  }, 180_000);
});
