import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId, Refusal, type Actor } from '@accord/kernel';
import { Dice } from '@accord/kernel/testing';
import { LifeModel, type AgreementWorld, type Command, type Hand, type Step } from '@accord/agreements/testing';
import { ActivationWorld } from '../../testing/index.js';

/** How many commands, and from which seed: ACCORD_LIFE=COMMANDS,SEED plays more, or the same again. */
const [COMMANDS, SEED] = (process.env['ACCORD_LIFE'] ?? '300,20260302').split(',').map(Number) as [number, number];
jest.setTimeout(60_000 + COMMANDS * 500);

const SIDES = ['provider', 'provider', 'consumer', 'consumer'] as const;
const HANDS: readonly Hand[] = ['drafter', 'officer', 'approver', 'itself'];
const STEPS: readonly Step[] = ['sign', 'decline', 'verify', 'reject', 'invite', 'approve', 'goLive', 'suspend', 'resume', 'leave'];
const ONWARD: Readonly<Record<string, readonly [Step, Hand]>> = {
  invited: ['sign', 'itself'], signed: ['verify', 'officer'], accepted: ['verify', 'officer'], verified: ['approve', 'approver'], approved: ['goLive', 'officer'],
  rejected: ['invite', 'officer'], declined: ['invite', 'drafter'], withdrawn: ['invite', 'officer'], left: ['invite', 'drafter'],
};

let activations: ActivationWorld;
let world: AgreementWorld;
let [agreement, played]: [string, number] = ['', 0];
let codes: string[] = [];
beforeAll(async () => {
  activations = await ActivationWorld.open();
  world = activations.agreements;
});
afterAll(() => activations.close());

async function another(): Promise<LifeModel> {
  played += 1;
  codes = SIDES.map((side, place) => `TST${side === 'provider' ? 'P' : 'V'}L${played}${place}`);
  await world.places.beyondTheRules(async () => {
    for (const [place, code] of codes.entries()) await world.places.organisation(code, `Party ${code}`, SIDES[place] === 'provider' ? world.places.here : null);
  });
  const of = (side: string): string[] => codes.filter((_code, place) => SIDES[place] === side);
  agreement = await world.anOpenAgreement({ providers: of('provider'), consumers: of('consumer').map((odsCode) => ({ odsCode, views: ['summary'] })) });
  for (const [place, code] of codes.entries()) await activations.ready(code, SIDES[place]!);
  return new LifeModel(SIDES);
}

/** The use-case of each command, as whoever tries it. */
async function ask(command: Command): Promise<void> {
  if (command.party === undefined) {
    const input = { id: agreement, expectedVersion: await world.versionOf(agreement), reason: 'A reason' };
    if (command.does === 'amend') await world.openVersion(agreement, { purpose: `Care at night, ${newId(world.clock.now())}` });
    else await (command.does === 'close' ? world.moving.close(world.officer, input) : world.moving.end(world.officer, input));
    return;
  }
  const code = codes[command.party]!;
  const { id, side, version, renewal, ...party } = await world.party(agreement, code);
  const { termsDigest, activationId } = renewal ?? party;
  const by = await whoIs(command.by, code, side === 'provider' || command.does === 'sign' || command.does === 'decline');
  const input = { id, side, expectedVersion: version, reason: 'A reason' };
  switch (command.does) {
    case 'sign': await (side === 'provider' ? world.signing : world.accepting).execute(by, { ...input, termsDigest }); break;
    case 'decline': await world.declining.execute(by, input); break;
    case 'verify': await world.verifying.accept(by, input); break;
    case 'reject': await world.verifying.reject(by, input); break;
    case 'invite': await world.inviting.execute(by, input); break;
    case 'approve': await activations.approved(agreement, [id], by); break;
    case 'goLive': await activations.going.execute(by, { activationId: activationId ?? newId(world.clock.now()), ids: [id] }); break;
    case 'suspend': await world.narrowing.suspend(by, input); break;
    case 'resume': await resume(by, id); break;
    case 'leave': await (side === 'provider' ? world.narrowing.withdraw(by, input) : world.narrowing.leave(by, input)); break;
  }
}

async function whoIs(hand: Hand, code: string, isSignatory: boolean): Promise<Actor> {
  if (hand !== 'itself') return { drafter: world.officer, officer: world.secondOfficer, approver: theApprover() }[hand];
  return isSignatory ? (await world.signatoryOf(code)).actor : world.places.somebody(`Lead of ${code}`, 'viewer-governance-lead', { odsCode: code });
}

/** Just signed in by the stronger credential. */
const theApprover = (): Actor => ({ ...world.approver, authenticatedAt: world.clock.now() });

/** The side that suspended asks, and the approver confirms. */
async function resume(by: Actor, partyId: string): Promise<void> {
  const standing = async (): Promise<{ id: string; version: number } | undefined> => (await world.database.owner.query<{ id: string; version: number }>(
    `SELECT id, version FROM stop WHERE (participation_id = $1 OR consumer_part_id = $1) AND kind = 'suspension' AND lifted_at IS NULL AND (imposed_side = 'staff') = $2 ORDER BY imposed_at, id LIMIT 1`,
    [partyId, by.odsCode === null])).rows[0];
  const stop = await standing();
  await world.resuming.ask(by, { stopId: stop?.id ?? newId(world.clock.now()), expectedVersion: stop?.version ?? 1 });
  await world.resuming.confirm(theApprover(), { stopId: stop!.id, expectedVersion: (await standing())!.version });
}

/** What the database says: the agreement, the newest part of each party, and the pairs it holds between those that are live. */
async function found(): Promise<{ readonly states: readonly string[]; readonly pairs: readonly string[] }> {
  const { owner } = world.database;
  const { rows: [now] } = await owner.query<{ states: string[] }>(`
    SELECT ARRAY[(SELECT state FROM sharing_agreement WHERE id = $1)] || ARRAY(SELECT coalesce(
        (SELECT state FROM participation WHERE agreement_id = $1 AND provider_ods_code = code ORDER BY recorded_at DESC LIMIT 1),
        (SELECT state FROM consumer_part WHERE agreement_id = $1 AND consumer_ods_code = code ORDER BY recorded_at DESC LIMIT 1))
      FROM unnest($2::text[]) WITH ORDINALITY AS party (code, place) ORDER BY place) AS states`, [agreement, codes]);
  const { rows } = await owner.query<{ pair: string }>(`
    SELECT pair.provider_ods_code || ' ' || pair.consumer_ods_code AS pair FROM pair JOIN participation ON participation.id = pair.participation_id AND participation.state = 'live'
      JOIN consumer_part part ON part.id = pair.consumer_part_id AND part.state = 'live'
    WHERE pair.agreement_id = $1 AND pair.held_during @> $2::timestamptz ORDER BY 1`, [agreement, world.clock.now()]);
  return { states: now!.states, pairs: rows.map(({ pair }) => pair) };
}

function next(dice: Dice, model: LifeModel): Command {
  const party = dice.below(SIDES.length);
  if (dice.below(60) === 0) return { does: dice.below(3) === 0 ? 'end' : 'close' };
  const { state, asked } = model.parties[party]!;
  const onward = ONWARD[(state === 'live' || state === 'suspended' ? asked : null) ?? state];
  if (dice.below(12) === 0 && model.parties.some((each) => each.state === 'live')) return { does: 'amend' };
  if (dice.below(5) < 4 && onward !== undefined) return { does: onward[0], party, by: onward[1] };
  const does = STEPS[dice.below(STEPS.length)]!;
  // Who approves, and who asks for what to be lifted, is told apart by duty long before the rules that are tried here.
  const by = does === 'approve' ? 'approver' : HANDS.filter((hand) => does !== 'resume' || hand !== 'approver')[dice.below(does === 'resume' ? 3 : 4)]!;
  return { does, party, by };
}

describe('the life of the parties of an agreement, on a real database', () => {
  it(`is after ${COMMANDS} commands by several people what the reference model says (seed ${SEED})`, async () => {
    const dice = new Dice(SEED);
    const tally = { taken: 0, refused: 0, inForce: 0, wentOver: 0 };
    let model = await another();
    for (let count = 0; count < COMMANDS; count += 1) {
      if (model.agreement === 'ended' ? dice.below(4) === 0 : dice.below(40) === 0) model = await another();
      world.clock.advance(1_000);
      const command = next(dice, model);
      const goesOver = command.does === 'goLive' && model.parties[command.party]!.asked === 'approved';
      const foretold = model.take(command);
      const taken = await ask(command).then(() => true, (refusal: unknown) => {
        if (refusal instanceof Refusal) return false;
        throw refusal;
      });
      const name = `${count}: ${JSON.stringify(command)}`;
      expect({ [name]: taken, ...await found() }).toEqual({
        [name]: foretold, states: [model.agreement, ...model.parties.map(({ state }) => state)],
        pairs: model.inForce().map(([provider, consumer]) => `${codes[provider]} ${codes[consumer]}`).sort(),
      });
      tally[taken ? 'taken' : 'refused'] += 1;
      tally.wentOver += taken && goesOver ? 1 : 0;
      tally.inForce += model.inForce().length > 0 ? 1 : 0;
    }
    const { wentOver, ...often } = tally;
    for (const many of Object.values(often)) expect(many).toBeGreaterThan(COMMANDS / 30);
    expect(wentOver).toBeGreaterThan(COMMANDS / 300);
  });
});
