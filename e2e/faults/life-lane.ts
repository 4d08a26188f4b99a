import type { Dice } from '@accord/kernel/testing';
import { type Command, type Hand, LifeModel, type Step } from '@accord/agreements/testing';
import { DRAFT } from '../chain/acts.js';
import type { Act } from './diary.js';
import type { FaultWorld } from './fault-world.js';
import type { PersonAtWork } from './person-at-work.js';
import { type Deed, type ReferenceModel, VIEWS } from './reference-model.js';
import { LANES } from './fault-world.js';

/** What the product shows is not what was done to it. */
export class NotAsDone extends Error {}

interface Party {
  readonly id: string; readonly odsCode: string; readonly side: 'provider' | 'consumer'; readonly state: string; readonly stateAt: string; readonly version: number; readonly termsDigest: string; readonly activationId: string | null;
  readonly renewal: { readonly state: string; readonly termsDigest: string; readonly activationId: string | null } | null;
}
interface Stop {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly scopeKind: string;
  readonly imposedSide: string;
  readonly liftedAt: string | null;
  readonly participationId: string | null;
  readonly consumerPartId: string | null;
}
interface Seen { readonly id: string; readonly state: string; readonly version: number; readonly parties: readonly Party[]; readonly stops: readonly Stop[] }

const SEEN = `query($id: ID) { agreement(id: $id) { id state version
  parties { id odsCode side state stateAt version termsDigest activationId renewal { state termsDigest activationId } } stops { id version kind scopeKind imposedSide liftedAt participationId consumerPartId } } }`;
/** What is left of an asking that is over is nobody's next step. */
const ASKING = ['invited', 'signed', 'accepted', 'verified', 'approved', 'rejected'];
const GONE = ['declined', 'withdrawn', 'left'];
const ONWARD: Readonly<Record<string, readonly [Step, Hand]>> = {
  invited: ['sign', 'itself'], signed: ['verify', 'officer'], accepted: ['verify', 'officer'], verified: ['approve', 'approver'], approved: ['goLive', 'officer'],
  rejected: ['invite', 'officer'], declined: ['invite', 'drafter'], withdrawn: ['invite', 'officer'], left: ['invite', 'drafter'], suspended: ['resume', 'itself'], live: ['suspend', 'itself'],
};
/** Somebody else's act came between looking and acting: look again, and act on that. */
const LOOK_AGAIN = new Set(['IMPACT_CHANGED', 'STALE', 'NOT_AS_SHOWN']);
const PARTY_MUTATIONS: Partial<Record<Step, readonly [provider: string, consumer: string, input: string]>> = {
  sign: ['signParticipation', 'acceptPart', 'SignInput'], decline: ['declineParty', 'declineParty', 'PartyInput'], verify: ['verifyParty', 'verifyParty', 'PartyInput'], reject: ['rejectParty', 'rejectParty', 'PartyWithReasonInput'],
  invite: ['inviteAgain', 'inviteAgain', 'PartyInput'], suspend: ['suspendParty', 'suspendParty', 'PartyWithReasonInput'], leave: ['withdrawParticipation', 'leavePart', 'MoveWithReasonInput'],
};

/** One agreement after another of the same parties, from draft to end: each step is what somebody does, and the model says what comes of it. */
export class LifeLane {
  private agreement = '';
  private words = 0;
  private pairStop: { readonly id: string; readonly provider: string; readonly consumer: string } | null = null;
  private readonly codes: readonly string[];

  constructor(private readonly world: FaultWorld, private readonly model: ReferenceModel, private readonly lane: number, private readonly dice: Dice) {
    this.codes = [...LANES[lane]!.providers, ...LANES[lane]!.consumers];
  }

  private get life(): LifeModel | null { return this.model.life(this.lane); }

  async step(): Promise<void> {
    const { dice, life } = this;
    if (life === null || (life.agreement === 'ended' && dice.chance(2))) return this.begin();
    await this.look();
    if (this.pairStop === null ? dice.chance(14) && life.inForce().length > 0 : dice.chance(4)) return this.pairStop === null ? this.stopPair() : this.liftPair();
    if (dice.chance(40) && life.inForce().length > 0) return this.amend();
    await this.play(this.next(life));
  }

  /** Nothing is left half done: whoever had been asked stays asked. */
  async look(pending: Command | null = null): Promise<Seen> {
    const { life } = this;
    const { agreement: seen } = await this.world.staff.drafter.ask<{ agreement: Seen | null }>(SEEN, { id: this.agreement });
    if (seen === null || life === null) throw new NotAsDone(`the agreement ${this.agreement} is gone`);
    const found = this.shownOf(seen);
    const possible = [life, ...(pending === null ? [] : [this.model.foretold(this.lane, pending)])].filter((each) => each !== null).map(pictureOf);
    if (!possible.includes(found)) throw new NotAsDone(`lane ${this.lane} shows ${found}, and may be ${possible.join(' or ')}`);
    return seen;
  }

  async begin(): Promise<void> {
    const { drafter } = this.world.staff;
    this.words += 1;
    const reference = `DCR-LANE${this.lane}-${String(this.words).padStart(5, '0')}`;
    const input = { ...this.terms(), serviceCode: 'DCR', localityId: this.world.localityId, reference, subject: '' };
    const drafted = await drafter.act<{ draftAgreement: { id: string; version: number } }>('draft', 'mutation($input: DraftAgreementInput!) { draftAgreement(input: $input) { id version } }', input);
    if (drafted.data === null) throw new NotAsDone(`a draft was refused: ${drafted.act.code}`);
    const { id, version } = drafted.data.draftAgreement;
    const opened = await drafter.act('open', 'mutation($input: MoveInput!) { openForSigning(input: $input) { id } }', { id, expectedVersion: version, subject: id }, () => ({ kind: 'opened', lane: this.lane }));
    if (opened.act.deed === null) throw new NotAsDone(`opening was refused: ${opened.act.code}`);
    this.agreement = id;
    this.pairStop = null; // of the agreement before, and stays on its record
    this.model.take(opened.act.deed);
  }

  private terms(): Readonly<Record<string, unknown>> {
    const { reviewOn, endsOn, beginsOn, title, purposeClass, lawfulBasis } = DRAFT;
    const { providers, consumers } = LANES[this.lane]!;
    return {
      title, beginsOn, reviewOn, endsOn, purposeClass, lawfulBasis, purpose: `Direct care out of hours, in words ${this.words}`, providers,
      consumers: consumers.map((odsCode) => ({ odsCode, views: VIEWS[odsCode] })),
    };
  }

  private next(life: LifeModel): Command {
    const { dice } = this;
    // Mostly whoever is behind, so that there is something to permit and to stop.
    const behind = life.parties.flatMap(({ state, asked }, place) => (state === 'live' && asked === null ? [] : [place]));
    const party = behind.length > 0 && !dice.chance(4) ? dice.one(behind) : dice.below(this.codes.length);
    if (dice.chance(50)) return { does: dice.chance(3) ? 'end' : 'close' };
    const { state, asked, suspendedBy } = life.parties[party]!;
    const [does, by] = ONWARD[state === 'live' && asked !== null ? asked : state]!;
    if (does === 'resume') return { does, party, by: suspendedBy[0] === 'staff' ? 'officer' : 'itself' };
    if (does === 'suspend' && dice.chance(3)) return dice.chance(3) ? { does: 'leave', party, by: 'itself' } : { does, party, by: 'officer' };
    if (!dice.chance(12)) return { does, party, by };
    // Now and then what is out of turn, or what sets somebody back.
    return dice.one<Command>([
      { does: 'sign', party, by: 'itself' }, { does: 'verify', party, by: 'officer' }, { does: 'reject', party, by: 'officer' },
      { does: 'decline', party, by: 'itself' }, { does: 'approve', party, by: 'approver' }, { does: 'verify', party, by: 'drafter' },
    ]);
  }

  private async play(command: Command): Promise<void> {
    const foretold = this.model.foretold(this.lane, command) !== null;
    for (let tries = 0; tries < 4; tries += 1) {
      const act = await this.attempt(command, await this.look());
      if (act.code !== null && LOOK_AGAIN.has(act.code)) continue;
      if (act.code === 'GATE_FAILING' && this.waitsForViewers(command)) return;
      if ((act.outcome === 'done') !== foretold) throw new NotAsDone(`#${act.number} ${act.name} is ${act.outcome} ${act.code ?? ''}, where the model says ${foretold ? 'done' : 'refused'}`);
      if (foretold) this.model.take({ kind: 'command', lane: this.lane, command });
      return;
    }
  }

  /** A practice goes over to later words behind every viewing organisation that is asked for them; of that the model says nothing. */
  private waitsForViewers(command: Command): boolean {
    if (command.does !== 'goLive' || this.life === null) return false;
    const { parties } = this.life;
    const going = parties[command.party]!;
    return going.side === 'provider' && going.asked !== null && parties.some(({ side, asked }) => side === 'consumer' && asked !== null);
  }

  private async attempt(command: Command, seen: Seen): Promise<Act> {
    const deed = (): Deed => ({ kind: 'command', lane: this.lane, command });
    const readBack = this.readingBack(command);
    const { drafter } = this.world.staff;
    if (command.party === undefined) {
      const [mutation, input] = command.does === 'close' ? ['closeAgreement', 'MoveInput'] : ['endAgreement', 'MoveWithReasonInput'];
      const more = command.does === 'close' ? {} : { reason: 'It is over' };
      return (await drafter.act(command.does, `mutation($input: ${input}!) { ${mutation}(input: $input) { id } }`, { id: seen.id, expectedVersion: seen.version, ...more, subject: seen.id }, deed, readBack)).act;
    }
    const party = this.newest(seen, this.codes[command.party]!);
    const who = this.handOf(command.by, party.odsCode);
    const steps = ['live', 'suspended'].includes(party.state) && party.renewal !== null && ASKING.includes(party.renewal.state) ? { ...party, ...party.renewal } : party;
    switch (command.does) {
      case 'approve': return this.approve(who, seen, party.id, deed, readBack);
      case 'goLive': return this.goLive(who, steps.activationId, party.id, deed, readBack);
      case 'resume': return this.resume(who, seen.stops.find((stop) => stop.kind === 'suspension' && stop.liftedAt === null && (stop.participationId ?? stop.consumerPartId) === party.id && (stop.imposedSide === 'staff') === (command.by !== 'itself'))!, deed, readBack);
      default: {
        const [provider, consumer, input] = PARTY_MUTATIONS[command.does]!;
        const variables = {
          id: party.id, expectedVersion: party.version, subject: party.id, ...(input === 'SignInput' ? { termsDigest: steps.termsDigest } : {}),
          ...(input.startsWith('Party') ? { side: party.side } : {}), ...(input.includes('Reason') ? { reason: 'A reason' } : {}),
        };
        return (await who.act(`${command.does} ${party.odsCode}`, `mutation($input: ${input}!) { ${party.side === 'provider' ? provider : consumer}(input: $input) { __typename } }`, variables, deed, readBack)).act;
      }
    }
  }

  private async approve(who: PersonAtWork, seen: Seen, party: string, deed: () => Deed, readBack: (act: Act) => Promise<void>): Promise<Act> {
    const submitted = await this.world.staff.drafter.act<{ submitActivation: { id: string; version: number; contentHash: string } }>('submit', 'mutation($input: SubmitActivationInput!) { submitActivation(input: $input) { id version contentHash } }',
      { agreementId: seen.id, expectedVersion: seen.version, ids: [party], subject: seen.id });
    if (submitted.data === null) return submitted.act;
    const { id, version, contentHash } = submitted.data.submitActivation;
    const impactHash = await this.impact(who, 'approve', id);
    return (await who.act('approve', 'mutation($input: ApproveActivationInput!) { approveActivation(input: $input) { id } }', { id, expectedVersion: version, contentHash, impactHash, subject: id }, deed, readBack)).act;
  }

  private async goLive(who: PersonAtWork, activation: string | null, party: string, deed: () => Deed, readBack: (act: Act) => Promise<void>): Promise<Act> {
    const { activation: shown } = await who.ask<{ activation: { id: string; version: number } }>('query($id: ID!) { activation(id: $id) { id version } }', { id: activation });
    const answer = await who.untilAnswered<{ impactOf: { hash: string } }>('query($input: ImpactInput!) { impactOf(input: $input) { hash } }', { input: { act: 'goLive', id: shown.id, ids: [party] } });
    const impactHash = answer.kind === 'data' ? answer.data.impactOf.hash : '0'.repeat(64);
    return (await who.act('go live', 'mutation($input: GoLiveInput!) { goLive(input: $input) { activationId } }', { activationId: shown.id, expectedVersion: shown.version, ids: [party], impactHash, subject: shown.id }, deed, readBack)).act;
  }

  /** The side that stopped it asks, and an approver confirms what they were shown. */
  private async resume(who: PersonAtWork, { id, version }: Pick<Stop, 'id' | 'version'>, deed: () => Deed, readBack?: (act: Act) => Promise<void>): Promise<Act> {
    const asked = await who.act<{ askResume: { version: number } }>('ask to resume', 'mutation($input: ResumeInput!) { askResume(input: $input) { version } }', { stopId: id, expectedVersion: version, subject: id });
    if (asked.data === null) return asked.act;
    const { approver } = this.world.staff;
    const impactHash = await this.impact(approver, 'resume', id);
    return (await approver.act('confirm resume', 'mutation($input: ConfirmResumeInput!) { confirmResume(input: $input) { id } }', { stopId: id, expectedVersion: asked.data.askResume.version, impactHash, subject: id }, deed, readBack)).act;
  }

  private async impact(who: PersonAtWork, act: string, id: string): Promise<string> {
    const answer = await who.untilAnswered<{ impactOf: { hash: string } }>('query($input: ImpactInput!) { impactOf(input: $input) { hash } }', { input: { act, id } });
    return answer.kind === 'data' ? answer.data.impactOf.hash : '0'.repeat(64);
  }

  private async amend(): Promise<void> {
    const { drafter } = this.world.staff;
    const seen = await this.look();
    this.words += 1;
    const drafted = await drafter.act<{ draftAmendment: { version: number } }>('draft amendment', 'mutation($input: EditDraftInput!) { draftAmendment(input: $input) { version } }', { ...this.terms(), id: seen.id, expectedVersion: seen.version, subject: seen.id });
    if ((drafted.data !== null) !== (this.life!.agreement === 'open')) throw new NotAsDone(`an amendment is ${drafted.act.outcome} ${drafted.act.code ?? ''}`);
    if (drafted.data === null) return;
    const command: Command = { does: 'amend' };
    const opened = await drafter.act('open amendment', 'mutation($input: MoveInput!) { openAmendment(input: $input) { id } }', { id: seen.id, expectedVersion: drafted.data.draftAmendment.version, subject: seen.id },
      () => ({ kind: 'command', lane: this.lane, command }), this.readingBack(command));
    if (opened.act.deed === null || !this.model.take(opened.act.deed)) throw new NotAsDone(`opening an amendment is ${opened.act.outcome} ${opened.act.code ?? ''}`);
  }

  /** One practice and one viewing organisation stop sharing; no state moves. */
  private async stopPair(): Promise<void> {
    const [provider, consumer] = [this.dice.one(LANES[this.lane]!.providers), this.dice.one(LANES[this.lane]!.consumers)];
    const scope = { kind: 'pair', agreementId: this.agreement, providerOdsCode: provider, consumerOdsCode: consumer };
    const { act, data } = await this.world.itself(provider).act<{ suspendSharing: { id: string } }>(`stop ${provider} ${consumer}`, 'mutation($input: SuspendSharingInput!) { suspendSharing(input: $input) { id } }',
      { scope, reason: 'A worry', subject: this.agreement }, ({ suspendSharing: { id } }) => ({ kind: 'stopped', stop: id, provider, consumer }));
    if (data === null || act.deed === null) return this.world.diary.say(`#${act.number} is not judged`);
    this.pairStop = { id: data.suspendSharing.id, provider, consumer };
    this.model.take(act.deed);
  }

  private async liftPair(): Promise<void> {
    const { id, provider } = this.pairStop!;
    const stop = (await this.look()).stops.find((each) => each.id === id);
    if (stop === undefined) throw new NotAsDone(`the stop ${id} is gone`);
    if (this.life!.agreement === 'ended') return;
    const act = await this.resume(this.world.itself(provider), stop, () => ({ kind: 'lifted', stop: id }));
    if (act.code !== null && LOOK_AGAIN.has(act.code)) return;
    if (act.deed === null) throw new NotAsDone(`lifting ${id} is refused: ${act.code}`);
    this.pairStop = null;
    this.model.take(act.deed);
  }

  private handOf(hand: Hand, odsCode: string): PersonAtWork {
    return hand === 'itself' ? this.world.itself(odsCode) : this.world.staff[hand];
  }

  /** While an answer is lost the product may show the world before or after; and what it has once shown as done, it must say is done. */
  private readingBack(command: Command): (act: Act) => Promise<void> {
    const before = this.life;
    return async (act) => {
      if (before === null || act.lost % 3 !== 1) return;
      await this.look(command);
    };
  }

  private newest(seen: Seen, odsCode: string): Party {
    const all = seen.parties.filter((party) => party.odsCode === odsCode);
    return all.find(({ state }) => !GONE.includes(state)) ?? all.sort((one, other) => (one.stateAt < other.stateAt ? 1 : -1))[0]!;
  }

  private shownOf(seen: Seen): string {
    return [seen.state, ...this.codes.map((code) => {
      const { state, renewal } = this.newest(seen, code);
      return `${state}${renewal !== null && ASKING.includes(renewal.state) ? `/${renewal.state}` : ''}`;
    })].join(' ');
  }
}

/** What is asked anew of somebody who is not live yet is not shown: they finish what they are at. */
function pictureOf(life: LifeModel): string {
  return [life.agreement, ...life.parties.map(({ state, asked }) => `${state}${asked === null || !['live', 'suspended'].includes(state) ? '' : `/${asked}`}`)].join(' ');
}
