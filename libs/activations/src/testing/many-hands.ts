import type { Actor } from '@accord/kernel';
import type { Dice } from '@accord/kernel/testing';
import type { AgreementWorld } from '@accord/agreements/testing';
import type { ActivationWorld } from './activation-world.js';

/** An agreement, and one organisation's part in it, as a person who looks at a list sees them: out of date as soon as somebody else acts. */
interface Agreement { readonly id: string; readonly state: string; readonly version: number; readonly drafted: boolean }
interface Party {
  readonly id: string; readonly agreement: string; readonly side: 'provider' | 'consumer'; readonly odsCode: string; readonly state: string; readonly version: number; readonly digest: string;
  /** Of what it is asked to sign anew, where it takes part already. */
  readonly asked: string | null;
  readonly activation: string | null;
  /** Its last day is past. */
  readonly isOver: boolean;
}
interface Stop { readonly id: string; readonly version: number; readonly side: string; readonly imposedFor: string | null; readonly asked: boolean }
interface Agreed { readonly odsCode: string; readonly views: readonly string[] }
interface Proposal { readonly id: string; readonly approved: number }
export interface Seen { readonly proposals: readonly Proposal[]; readonly agreed: readonly Agreed[]; readonly agreements: readonly Agreement[]; readonly parties: readonly Party[]; readonly stops: readonly Stop[] }

/** What one session is about to do: its name, for whoever reads a failure, and the doing. */
export interface Deed { readonly name: string; readonly run: () => Promise<unknown> }

const SETS = [['summary', 'medication'], ['summary'], ['summary', 'medication', 'events']];
const step = ({ asked, state }: Party): string => (state === 'live' || state === 'suspended' ? asked ?? state : state);

/** A few practices and viewing organisations, agreements that all name them, and people who act on these from many sessions at once. */
export class ManyHands {
  practices: readonly string[] = [];
  viewers: readonly string[] = [];
  /** Of this set of organisations. */
  agreements: string[] = [];
  private generation = 0;

  constructor(private readonly world: ActivationWorld, private readonly dice: Dice, private readonly letter: string) {}

  private get base(): AgreementWorld { return this.world.agreements; }

  /** Drafts that want different views of the same viewing organisations. */
  async rivals(): Promise<string[]> {
    const drafts: string[] = [];
    for (const views of SETS) drafts.push(await this.draft([], views));
    return drafts;
  }

  /** Two agreements that cover one pair, each approved and waiting for its turn. */
  async overlap(): Promise<void> {
    const [practice, { agreed }] = [this.practices[0]!, await this.look()];
    const viewer = agreed.find(({ odsCode }) => odsCode === this.viewers[0])!;
    for (const _each of [1, 2]) {
      const id = await this.world.readyAgreement({ providers: [practice], consumers: [{ odsCode: viewer.odsCode, views: [...viewer.views] }] });
      await this.world.approved(id, undefined, this.fresh(this.base.approver));
      this.agreements.push(id);
    }
  }

  /** Fresh organisations, so that nothing is agreed about them yet; each has somebody who signs and leads. */
  async meet(): Promise<void> {
    this.generation += 1;
    this.agreements = [];
    this.practices = ['A', 'B'].map((letter) => `TSTP${this.letter}${this.generation}${letter}`);
    this.viewers = ['X', 'Y'].map((letter) => `TSTV${this.letter}${this.generation}${letter}`);
    const { places } = this.base;
    await places.beyondTheRules(async () => {
      for (const code of this.practices) await places.organisation(code, `Surgery ${code}`, places.here);
      for (const code of this.viewers) await places.organisation(code, `Hospice ${code}`, null);
    });
    for (const code of [...this.practices, ...this.viewers]) await this.base.signatoryOf(code);
  }

  /** Every gate of theirs holds, once an agreement names them: officers record facts of whom they serve. */
  async ready(): Promise<void> {
    for (const { odsCode, side } of (await this.look()).parties) await this.world.ready(odsCode, side);
  }

  /** A draft that names some of them, mostly with the views that are agreed; a few end within days, a few begin later. */
  async draft(agreed: readonly Agreed[] = [], wanted: readonly string[] = this.dice.one(SETS)): Promise<string> {
    const { dice } = this;
    const endsSoon = dice.chance(8);
    const views = (code: string): readonly string[] => (dice.chance(5) ? undefined : agreed.find(({ odsCode }) => odsCode === code)?.views) ?? wanted;
    const { id } = await this.base.drafting.execute(this.officer(), this.base.aDraft({
      providers: this.practices.filter(() => !dice.chance(3)).concat(this.practices[0]!).filter((code, place, all) => all.indexOf(code) === place),
      consumers: this.viewers.filter((_code, place) => place === 0 || !dice.chance(3)).map((odsCode) => ({ odsCode, views: [...views(odsCode)] })),
      ...(endsSoon ? { beginsOn: '2026-03-01', reviewOn: this.day(1), endsOn: this.day(1 + dice.below(3)) } : dice.chance(5) ? { beginsOn: this.day(2), reviewOn: this.day(300), endsOn: this.day(700) } : {}),
    }));
    this.agreements.push(id);
    return id;
  }

  open(id: string): Deed {
    return { name: `open: ${id}`, run: async () => this.base.opening.execute(this.officer(), { id, expectedVersion: await this.base.versionOf(id) }) };
  }

  /** Narrowed or widened to what is agreed, and opened. */
  private edit({ id, version }: Agreement, agreed: readonly Agreed[]): Deed {
    return { name: `edit and open: ${id}`, run: async () => {
      const draft = await this.base.anAmendment(id, {});
      const consumers = draft.consumers.map(({ odsCode, views }) => ({ odsCode, views: agreed.find((each) => each.odsCode === odsCode)?.views ?? views }));
      await this.base.editing.execute(this.officer(), { ...draft, expectedVersion: version, consumers });
      await this.open(id).run();
    } };
  }

  async look(): Promise<Seen> {
    const { rows: [row] } = await this.base.database.owner.query<Seen>(`
      WITH party AS (SELECT id, agreement_id, 'provider' AS side, provider_ods_code AS code, state, version, terms_digest, activation_id, recorded_at, agreement_version_id FROM participation
        UNION ALL SELECT id, agreement_id, 'consumer', consumer_ods_code, state, version, terms_digest, activation_id, recorded_at, agreement_version_id FROM consumer_part)
      SELECT (SELECT coalesce(json_agg(json_build_object('id', id, 'state', state, 'version', version, 'drafted', EXISTS (SELECT FROM agreement_version WHERE agreement_id = agreement.id AND locked_at IS NULL))), '[]')
          FROM sharing_agreement agreement WHERE id = ANY ($1::uuid[])) AS agreements,
        (SELECT coalesce(json_agg(json_build_object('id', party.id, 'agreement', party.agreement_id, 'side', side, 'odsCode', code, 'state', party.state, 'version', version,
            'digest', coalesce(renewal.terms_digest, party.terms_digest), 'asked', renewal.state, 'activation', coalesce(renewal.activation_id, party.activation_id),
            'isOver', (SELECT upper(during) <= $3 FROM agreement_version WHERE id = party.agreement_version_id)) ORDER BY party.agreement_id, code), '[]')
          FROM (SELECT DISTINCT ON (agreement_id, code) * FROM party WHERE agreement_id = ANY ($1::uuid[]) ORDER BY agreement_id, code, recorded_at DESC) party
          LEFT JOIN renewal ON coalesce(participation_id, consumer_part_id) = party.id AND renewal.state NOT IN ('over', 'lapsed', 'declined')) AS parties,
        (SELECT coalesce(json_agg(json_build_object('id', id, 'version', version, 'side', imposed_side, 'imposedFor', imposed_for, 'asked', resume_asked_by IS NOT NULL) ORDER BY imposed_at, id), '[]')
          FROM stop WHERE agreement_id = ANY ($1::uuid[]) AND kind = 'suspension' AND lifted_at IS NULL) AS stops,
        (SELECT coalesce(json_agg(json_build_object('odsCode', ods_code, 'views', views)), '[]') FROM view_set JOIN viewing_organisation_member member USING (viewing_organisation_id)
          WHERE ods_code = ANY ($2) AND current_during @> $3::timestamptz) AS agreed,
        (SELECT coalesce(json_agg(json_build_object('id', proposal.id, 'approved', (SELECT count(*) FROM renewal JOIN agreement_version asked ON asked.id = agreement_version_id WHERE asked.proposal_id = proposal.id AND renewal.state = 'approved'))), '[]')
          FROM view_set_proposal proposal JOIN viewing_organisation_member member USING (viewing_organisation_id) WHERE ods_code = ANY ($2) AND running_during @> $3::timestamptz) AS proposals`, [this.agreements, this.viewers, this.base.clock.now()]);
    return row!;
  }

  /** Everything that is approved, at one moment: agreements that cover the same pairs meet. */
  goLives(seen: Seen): Deed[] {
    return [...new Set(seen.parties.filter((each) => step(each) === 'approved').map(({ activation }) => activation!))].map((id) => this.goLive(id));
  }

  /** Whoever takes part narrows, while others take hold of what they share. */
  leaving(seen: Seen): Deed {
    const { dice } = this;
    const among = seen.parties.filter((each) => ['approved', 'live'].includes(each.state));
    return among.length === 0 ? this.deed(seen) : dice.one([() => this.leave(dice.one(among)), () => this.without(dice.one(among)), () => this.suspend(dice.one(among))])();
  }

  /** What somebody who saw this does next: mostly what brings an agreement further, often what somebody else does at the same moment too. */
  deed(seen: Seen, mayGoLive = true): Deed {
    const { dice } = this;
    const waiting = seen.parties.filter((each) => !each.isOver && !['live', 'suspended', ...(mayGoLive ? [] : ['approved'])].includes(step(each)));
    const among = waiting.length > 0 && !dice.chance(4) ? waiting : seen.parties;
    if (among.length === 0 || dice.chance(8)) return dice.chance(3) ? this.onViewSet(seen) : this.onAgreement(seen);
    if (seen.proposals.some(({ approved }) => approved > 1) && dice.chance(4)) return this.onViewSet(seen);
    if (seen.stops.length > 0 && dice.chance(5)) return this.resuming(dice.one(seen.stops));
    return dice.chance(8) ? this.anything(dice.one(among)) : this.onward(seen, dice.one(among));
  }

  private onward(seen: Seen, party: Party): Deed {
    const next: Readonly<Record<string, () => Deed>> = {
      invited: () => this.sign(party), signed: () => this.verify(party), accepted: () => this.verify(party), verified: () => this.activate(party.agreement),
      approved: () => this.goLive(party.activation!), rejected: () => this.invite(party), declined: () => this.invite(party), withdrawn: () => this.invite(party), left: () => this.invite(party),
      live: () => (this.dice.chance(2) ? this.amend(seen.agreements.find(({ id }) => id === party.agreement)!) : this.suspend(party)), suspended: () => this.onAgreement(seen),
    };
    return next[step(party)]!();
  }

  private anything(party: Party): Deed {
    return this.dice.one([() => this.sign(party), () => this.verify(party), () => this.reject(party), () => this.decline(party), () => this.suspend(party), () => this.leave(party), () => this.without(party),
      () => this.invalidate(party), () => this.invite(party), () => this.locality()])();
  }

  private onAgreement(seen: Seen): Deed {
    const { dice } = this;
    const agreement = seen.agreements.length > 0 ? dice.one(seen.agreements) : null;
    if (agreement === null || (seen.agreements.filter(({ state }) => state !== 'ended').length < 3 && dice.chance(2))) return { name: 'draft and open', run: async () => this.open(await this.draft(seen.agreed)).run() };
    if (agreement.state === 'draft') return dice.chance(2) ? this.open(agreement.id) : this.edit(agreement, seen.agreed);
    if (dice.chance(2)) return this.activate(agreement.id);
    if (dice.chance(10)) return { name: `end: ${agreement.id}`, run: () => this.base.moving.end(this.officer(), { id: agreement.id, expectedVersion: agreement.version, reason: 'Over' }) };
    if (dice.chance(10)) return { name: `close: ${agreement.id}`, run: () => this.base.moving.close(this.officer(), { id: agreement.id, expectedVersion: agreement.version }) };
    return this.amend(agreement);
  }

  /** Other views are proposed for a viewing organisation, cut over once some have agreed, or given up. */
  onViewSet(seen: Seen): Deed {
    const { dice } = this;
    const ripe = seen.proposals.find(({ approved }) => approved > 1) ?? seen.proposals[0];
    if (ripe === undefined || dice.chance(4)) return this.propose(seen);
    if (dice.chance(10)) return { name: `give up: ${ripe.id}`, run: () => this.base.endingProposals.giveUp(this.officer(), { id: ripe.id, reason: 'Not needed any more' }) };
    if (dice.chance(10)) return { name: 'settle what has lapsed', run: () => this.base.settlingProposals.execute() };
    return { name: `cut over: ${ripe.id}`, run: () => this.base.cuttingOver.execute(this.fresh(this.base.approver), { id: ripe.id, impactHash: '0'.repeat(64) }) };
  }

  propose({ agreed }: Seen): Deed {
    const [consumerOdsCode, lapsesOn] = [this.dice.one(this.viewers), this.day(2 + this.dice.below(20))];
    const now = agreed.find(({ odsCode }) => odsCode === consumerOdsCode)?.views.join();
    const views = this.dice.one(SETS.filter((set) => set.join() !== now));
    return { name: `propose: ${consumerOdsCode}`, run: () => this.base.proposing.execute(this.officer(), { consumerOdsCode, serviceCode: 'DCR', views, lapsesOn, reason: 'The night team asks for it' }) };
  }

  private sign({ id, side, odsCode, version, digest }: Party): Deed {
    return { name: `sign: ${odsCode}`, run: async () => (side === 'provider' ? this.base.signing : this.base.accepting).execute(await this.signatory(odsCode), { id, expectedVersion: version, termsDigest: digest }) };
  }

  private verify({ id, side, odsCode, version }: Party): Deed {
    return { name: `verify: ${odsCode}`, run: () => this.base.verifying.accept(this.fresh(this.base.secondOfficer), { id, side, expectedVersion: version }) };
  }

  private reject({ id, side, odsCode, version }: Party): Deed {
    return { name: `reject: ${odsCode}`, run: () => this.base.verifying.reject(this.officer(), { id, side, expectedVersion: version, reason: 'Unreadable' }) };
  }

  private invite({ id, side, odsCode, version }: Party): Deed {
    return { name: `invite: ${odsCode}`, run: () => this.base.inviting.execute(this.officer(), { id, side, expectedVersion: version }) };
  }

  private decline({ id, side, odsCode, version }: Party): Deed {
    return { name: `decline: ${odsCode}`, run: async () => this.base.declining.execute(await this.signatory(odsCode), { id, side, expectedVersion: version }) };
  }

  /** Submitted by an officer and approved by the approver, everybody who is verified by then. */
  private activate(agreementId: string): Deed {
    return { name: `submit and approve: ${agreementId}`, run: async () => {
      const { id, contentHash } = await this.world.deciding.submit(this.officer(), { agreementId });
      await this.world.deciding.approve(this.fresh(this.base.approver), { id, expectedVersion: 1, contentHash });
    } };
  }

  private goLive(activationId: string): Deed {
    return { name: `go live: ${activationId}`, run: () => this.world.going.execute(this.officer(), { activationId }) };
  }

  private locality(): Deed {
    return { name: 'go live, the whole locality', run: () => this.world.going.locality(this.officer(), { localityId: this.base.places.here }) };
  }

  /** The next version: for longer, for another purpose, or with everybody. */
  private amend({ id, drafted }: Agreement): Deed {
    const change = this.dice.one([{ endsOn: '2029-02-28' }, { endsOn: '2027-08-31' }, { purpose: `Care at night, ${this.dice.below(9)}` }, { providers: [...this.practices] }]);
    return { name: `amend: ${id} ${JSON.stringify(change)}`, run: async () => {
      await this.base.amending[drafted ? 'edit' : 'draft'](this.officer(), await this.base.anAmendment(id, change));
      await this.base.openingAmendment.execute(this.officer(), { id, expectedVersion: await this.base.versionOf(id) });
    } };
  }

  private suspend({ id, side, odsCode, version }: Party): Deed {
    const byStaff = this.dice.chance(2);
    return { name: `suspend: ${odsCode}`, run: async () => this.base.narrowing.suspend(byStaff ? this.officer() : await this.lead(side, odsCode), { id, side, expectedVersion: version, reason: 'A worry' }) };
  }

  private leave({ id, side, odsCode, version }: Party): Deed {
    return { name: `leave: ${odsCode}`, run: async () => (side === 'provider' ? this.base.narrowing.withdraw(await this.signatory(odsCode), { id, expectedVersion: version })
      : this.base.narrowing.leave(await this.lead(side, odsCode), { id, expectedVersion: version, reason: 'Enough' })) };
  }

  private without({ id, odsCode }: Party): Deed {
    const consumerOdsCode = this.dice.one(this.viewers);
    return { name: `without: ${odsCode} ${consumerOdsCode}`, run: async () => this.base.stopping.withdrawFrom(await this.signatory(odsCode), { id, consumerOdsCode }) };
  }

  private invalidate({ id, side, odsCode, version }: Party): Deed {
    return { name: `invalidate: ${odsCode}`, run: () => this.base.narrowing.invalidateEvidence(this.officer(), { id, side, expectedVersion: version, reason: 'A forged page' }) };
  }

  /** The side that imposed it asks, and an approver confirms: each a session of its own. */
  private resuming({ id, version, side, imposedFor, asked }: Stop): Deed {
    if (asked) return { name: `lift: ${id}`, run: () => this.base.resuming.confirm(this.fresh(this.base.approver), { stopId: id, expectedVersion: version }) };
    const by = async (): Promise<Actor> => (side === 'staff' || imposedFor === null ? this.officer() : this.lead(side === 'controller' ? 'provider' : 'consumer', imposedFor));
    return { name: `ask to lift: ${id}`, run: async () => this.base.resuming.ask(await by(), { stopId: id, expectedVersion: version }) };
  }

  private day(ahead: number): string { return new Date(this.base.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10); }
  private officer(): Actor { return this.fresh(this.base.officer); }
  private fresh(actor: Actor): Actor { return { ...actor, authenticatedAt: this.base.clock.now() }; }
  private async signatory(odsCode: string): Promise<Actor> { return (await this.base.signatoryOf(odsCode)).actor; }
  private async lead(side: 'provider' | 'consumer', odsCode: string): Promise<Actor> {
    return { ...await this.signatory(odsCode), duty: side === 'provider' ? 'practice-governance-lead' : 'viewer-governance-lead' };
  }
}
