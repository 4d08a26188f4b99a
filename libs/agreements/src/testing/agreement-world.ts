import { canonicalJson, newId, sha256Hex, type Actor, type OdsCode, type PersonId } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { directoryAnswers } from '@accord/directory/testing';
import { evidenceAtHand, evidenceMappings, type EvidenceAtHand } from '@accord/evidence/testing';
import { peopleAnswers } from '@accord/people/testing';
import { viewAnswers } from '@accord/views/testing';
import type { EntitySchema } from 'typeorm';
import type { ActivationId, AgreementId, ImpactOfActs } from '../contract/index.js';
import '../server/abilities.js';
import type { DraftInput } from '../server/domain/agreement-draft.js';
import { StoredActivatableAgreements } from '../server/read-models/activatable-agreements.js';
import { AgreementListReader } from '../server/read-models/agreement-list.js';
import { AgreementsReader, type PartyRow } from '../server/read-models/agreements.js';
import { ProposalsReader } from '../server/read-models/view-set-proposals.js';
import { EvidenceQueue } from '../server/read-models/evidence-queue.js';
import { AgreementTermsReader } from '../server/storage/agreement-terms.js';
import { agreementsMappings } from '../server/storage/mappings.js';
import { VersionStandings } from '../server/storage/version-standings.js';
import { Pairs } from '../server/storage/pairs.js';
import { CutOverMoves } from '../server/storage/cut-overs.js';
import { ConsumerParts, Participations } from '../server/storage/party-parts.js';
import { LapsedAskings } from '../server/storage/lapsed-askings.js';
import { ProposedVersions } from '../server/storage/proposed-versions.js';
import { ProvedTerms } from '../server/storage/proved-terms.js';
import { Renewals } from '../server/storage/renewals.js';
import { SharingAgreements } from '../server/storage/sharing-agreements.js';
import { StandingParties } from '../server/storage/standing-parties.js';
import { DerivedOrganisationTasks } from '../server/read-models/organisation-tasks.js';
import { StopsReader } from '../server/read-models/stops.js';
import { Invitations } from '../server/storage/invitations.js';
import { OrganisationTaskDecisions } from '../server/storage/organisation-task-decisions.js';
import { Rejoining } from '../server/storage/rejoining.js';
import { Stoppable } from '../server/storage/stoppable.js';
import { Stops } from '../server/storage/stops.js';
import { AcceptPart } from '../server/use-cases/accept-part.js';
import { StepsOfActivation } from '../server/use-cases/activation-steps.js';
import { AmendAgreement } from '../server/use-cases/amend-agreement.js';
import { CloseOrEndAgreement } from '../server/use-cases/close-or-end-agreement.js';
import { CoolingOff } from '../server/use-cases/cooling-off.js';
import { CutOversAsked, CutOverViewSet } from '../server/use-cases/cut-over-view-set.js';
import { DeclinePart } from '../server/use-cases/decline-part.js';
import { DraftAgreement, type DraftAgreementInput } from '../server/use-cases/draft-agreement.js';
import { DraftChecks } from '../server/use-cases/draft-checks.js';
import { EditDraft, type EditDraftInput } from '../server/use-cases/edit-draft.js';
import { EndViewSetProposal } from '../server/use-cases/end-view-set-proposal.js';
import { InviteAgain } from '../server/use-cases/invite-again.js';
import { NarrowPart } from '../server/use-cases/narrow-part.js';
import { OpenAmendment } from '../server/use-cases/open-amendment.js';
import { OpenForSigning } from '../server/use-cases/open-for-signing.js';
import { Parties } from '../server/use-cases/party.js';
import { PreviewViewSetProposal } from '../server/use-cases/preview-view-set-proposal.js';
import { ProposalGround } from '../server/use-cases/proposed-for.js';
import { ProposeViewSet } from '../server/use-cases/propose-view-set.js';
import { ResumePart } from '../server/use-cases/resume-part.js';
import { SignParticipation } from '../server/use-cases/sign-participation.js';
import { Signing } from '../server/use-cases/signing.js';
import { SettleLapsedProposals } from '../server/use-cases/settle-lapsed-proposals.js';
import { SettleOrganisationTask } from '../server/use-cases/settle-organisation-task.js';
import { StopSharing } from '../server/use-cases/stop-sharing.js';
import { SubmitUploadedEvidence } from '../server/use-cases/submit-uploaded-evidence.js';
import { VerifyPart } from '../server/use-cases/verify-part.js';
import { VersionsOfAgreement } from '../server/use-cases/versions-of-agreement.js';
import { PlacesAndPeople } from './places-and-people.js';
import { UnaskedImpact } from './unasked-impact.js';

/** Everything agreements does, over a real database, real evidence and real neighbours, without Nest. */
export class AgreementWorld {
  readonly terms; readonly reader = new AgreementsReader(); readonly activatable = new StoredActivatableAgreements(); readonly queue = new EvidenceQueue(); readonly stops = new StopsReader(); readonly tasks = new DerivedOrganisationTasks(); readonly list = new AgreementListReader();
  readonly drafting; readonly editing; readonly opening; readonly amending; readonly openingAmendment; readonly versions; readonly moving; readonly signing; readonly accepting; readonly uploading; readonly declining;
  readonly verifying; readonly inviting; readonly narrowing; readonly stopping; readonly settling; readonly resuming; readonly steps; readonly proposing; readonly cuttingOver; readonly endingProposals; readonly settlingProposals; readonly previewingProposals; readonly cutOvers; readonly proposals = new ProposalsReader();
  private readonly signatories = new Map<string, { readonly actor: Actor; readonly authorityId: string }>();
  private drafted = 0;

  private constructor(
    readonly database: TestDatabase, readonly clock: FixedClock, readonly places: PlacesAndPeople, readonly transactions: Transactions, readonly evidence: EvidenceAtHand,
    readonly officer: Actor, readonly secondOfficer: Actor, readonly approver: Actor, readonly farOfficer: Actor,
    readonly impact: ImpactOfActs,
  ) {
    const [changes, outbox] = [new Changes(), new Outbox()];
    const { organisations, localities } = directoryAnswers();
    const { authorities, grantors } = peopleAnswers();
    const { services, viewSets, reserving, proposals, proposing } = viewAnswers();
    const [agreements, participations, parts, pairs, stops] = [new SharingAgreements(), new Participations(), new ConsumerParts(), new Pairs(), new Stops()];
    const terms = this.terms = new AgreementTermsReader(services);
    const versions = new ProposedVersions(terms, new Renewals());
    const checks = new DraftChecks(services, viewSets, organisations, localities);
    const parties = new Parties(participations, parts);
    const coolingOff = new CoolingOff(grantors);
    const signing = new Signing(agreements, terms, authorities, evidence.commands, participations, parts, new ProvedTerms(), versions);
    this.drafting = new DraftAgreement(transactions, agreements, checks, changes, outbox);
    this.editing = new EditDraft(transactions, agreements, terms, checks, changes, outbox);
    this.opening = new OpenForSigning(transactions, agreements, terms, reserving, new Invitations(), changes, outbox);
    const standing = new StandingParties();
    this.amending = new AmendAgreement(transactions, agreements, terms, standing, versions, checks, changes, outbox);
    this.openingAmendment = new OpenAmendment(transactions, agreements, terms, standing, versions, reserving, new Invitations(), new Renewals(), changes, outbox);
    this.versions = new VersionsOfAgreement(terms, new VersionStandings());
    this.moving = new CloseOrEndAgreement(transactions, agreements, pairs, stops, impact, changes, outbox);
    this.signing = new SignParticipation(transactions, participations, signing, changes, outbox);
    this.accepting = new AcceptPart(transactions, parts, signing, changes, outbox);
    this.uploading = new SubmitUploadedEvidence(transactions, parties, signing, changes, outbox);
    this.declining = new DeclinePart(transactions, parties, changes, outbox);
    this.verifying = new VerifyPart(transactions, parties, evidence.commands, agreements, coolingOff, changes, outbox);
    this.inviting = new InviteAgain(transactions, parties, agreements, terms, new Rejoining(), new Renewals(), changes, outbox);
    this.stopping = new StopSharing(transactions, new Stoppable(), stops, participations, pairs, impact, changes, outbox);
    this.settling = new SettleOrganisationTask(transactions, this.tasks, new OrganisationTaskDecisions(), changes, outbox);
    this.narrowing = new NarrowPart(transactions, parties, pairs, stops, evidence.commands, impact, changes, outbox);
    this.resuming = new ResumePart(transactions, stops, participations, parts, agreements, pairs, impact, changes, outbox);
    const ground = new ProposalGround(services, proposals, versions);
    const moves = new CutOverMoves(terms, pairs, new ProvedTerms());
    this.proposing = new ProposeViewSet(transactions, ground, proposals, proposing, versions, new LapsedAskings(), agreements, terms, standing, new Renewals(), changes, outbox);
    this.cuttingOver = new CutOverViewSet(transactions, ground, proposing, versions, moves, agreements, pairs, impact, changes, outbox);
    this.endingProposals = new EndViewSetProposal(transactions, ground, proposing, versions, new LapsedAskings(), agreements, changes, outbox);
    this.settlingProposals = SettleLapsedProposals.with(transactions, proposing);
    this.previewingProposals = new PreviewViewSetProposal(ground, proposals, versions, terms, standing);
    this.cutOvers = new CutOversAsked(proposals, versions, moves);
    this.steps = new StepsOfActivation(participations, parts, parties, pairs, agreements, new ProvedTerms(), new Renewals(), coolingOff, changes);
  }

  static async open(mappings: readonly EntitySchema[] = [], impact: ImpactOfActs = new UnaskedImpact()): Promise<AgreementWorld> {
    const database = await testDatabase();
    const clock = new FixedClock('2026-03-02T09:00:00Z');
    const places = new PlacesAndPeople(database, () => clock.now());
    await places.arrange();
    const transactions = new Transactions(await database.dataSourceAs('api', [...agreementsMappings, ...evidenceMappings, ...mappings]), clock);
    const evidence = await evidenceAtHand(clock, peopleAnswers().authorities);
    const both = { localities: [places.here] };
    return new AgreementWorld(
      database, clock, places, transactions, evidence,
      await places.somebody('Olive Officer', 'activation-officer', both), await places.somebody('Otto Officer', 'activation-officer', both),
      await places.somebody('Ada Approver', 'approver', both), await places.somebody('Farah Officer', 'activation-officer', { localities: [places.elsewhere] }),
      impact,
    );
  }

  async close(): Promise<void> {
    this.evidence.close();
    await this.database.close();
  }

  /** A draft of an agreement between all practices of the first locality and one viewer, unless told otherwise. */
  aDraft(given: Partial<DraftAgreementInput> = {}): DraftAgreementInput {
    this.drafted += 1;
    return {
      reference: `DCR-TST-${String(this.drafted).padStart(4, '0')}`, serviceCode: 'DCR', localityId: this.places.here, title: 'Sharing in Aldermoor', purpose: 'Care away from the practice',
      purposeClass: 'direct-care', lawfulBasis: 'UK GDPR article 6(1)(e) and article 9(2)(h)', beginsOn: '2026-03-01', reviewOn: '2027-03-01', endsOn: '2028-02-29',
      providers: [this.places.practices[0]!], consumers: [{ odsCode: this.places.viewers[0]!, views: ['summary', 'medication'] }], ...given,
    };
  }

  async anOpenAgreement(given: Partial<DraftAgreementInput> = {}, officer = this.officer): Promise<AgreementId> {
    const { id } = await this.drafting.execute(officer, this.aDraft(given));
    await this.opening.execute(officer, { id, expectedVersion: 1 });
    return id;
  }

  /** The next version of an agreement as its drafter would write it: what was opened last, with some of it otherwise. */
  async anAmendment(id: string, change: Partial<DraftInput>): Promise<EditDraftInput> {
    const newest = await this.transactions.read(this.officer, (tx) => this.terms.newest(tx, id));
    const { title, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn, endsOn, clauses } = newest;
    return {
      id, expectedVersion: await this.versionOf(id), title, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn, endsOn, clauses, providers: newest.providers.map(({ odsCode }) => odsCode),
      consumers: newest.consumers.map(({ odsCode, views }) => ({ odsCode, views })), ...change,
    };
  }

  /** Drafts the next version and opens it for signing. */
  async openVersion(id: string, change: Partial<DraftInput>): Promise<void> {
    await this.amending.draft(this.officer, await this.anAmendment(id, change));
    await this.openingAmendment.execute(this.officer, { id, expectedVersion: await this.versionOf(id) });
  }

  async versionOf(id: string): Promise<number> {
    return (await this.database.owner.query<{ version: number }>('SELECT version FROM sharing_agreement WHERE id = $1', [id])).rows[0]!.version;
  }

  /** The signatory of an organisation, in its register of authority; the same person each time. */
  async signatoryOf(odsCode: string): Promise<{ readonly actor: Actor; readonly authorityId: string }> {
    const known = this.signatories.get(odsCode);
    if (known !== undefined) return { ...known, actor: { ...known.actor, authenticatedAt: this.clock.now() } };
    const actor = await this.places.somebody(`Sam Signatory of ${odsCode}`, 'signatory', { odsCode });
    const made = { actor, authorityId: await this.places.authority(odsCode, actor.personId!) };
    this.signatories.set(odsCode, made);
    return made;
  }

  /** The part of one organisation as staff see it; the last one it was given. */
  async party(agreementId: string, odsCode: string): Promise<PartyRow> {
    const rows = await this.transactions.read(this.auditor, (tx) => this.reader.partiesOf(tx, [agreementId]));
    return rows.find((row) => row.odsCode === odsCode)!;
  }

  /** Signs or accepts in Accord, as the organisation's signatory. */
  async sign(agreementId: string, odsCode: string): Promise<PartyRow> {
    const { actor } = await this.signatoryOf(odsCode);
    const party = await this.party(agreementId, odsCode);
    const input = { id: party.id, expectedVersion: party.version, termsDigest: (party.renewal ?? party).termsDigest };
    await (party.side === 'provider' ? this.signing : this.accepting).execute(actor, input);
    return this.party(agreementId, odsCode);
  }

  async verified(agreementId: string, odsCode: string): Promise<PartyRow> {
    const { id, side, version } = await this.sign(agreementId, odsCode);
    await this.verifying.accept(this.secondOfficer, { id, side, expectedVersion: version });
    return this.party(agreementId, odsCode);
  }

  /** Approved in an activation that was shown as it is: the rows of activations are laid down, the steps are the real ones. */
  async approved(agreementId: string, odsCodes: readonly string[], submittedBy = this.secondOfficer.personId!): Promise<void> {
    const parties = await Promise.all(odsCodes.map((code) => this.party(agreementId, code)));
    const id = await this.layDownActivation(agreementId, parties, submittedBy);
    const approvedBy = this.approver.personId!;
    await this.transactions.run(this.approver, { act: 'activation.approve' }, async (tx) => {
      await this.steps.approve(tx, { id, agreementId: agreementId as AgreementId, submittedBy, approvedBy }, parties);
      await new Outbox().append(tx, { type: 'activation.approved', subject: id });
      return null;
    });
  }

  async goLive(agreementId: string, odsCodes: readonly string[]): Promise<number> {
    const ids = await Promise.all(odsCodes.map(async (code) => (await this.party(agreementId, code)).id));
    return this.transactions.run(this.officer, { act: 'activation.go-live' }, async (tx) => {
      await new Outbox().append(tx, { type: 'activation.went-live', subject: agreementId, localityIds: [this.places.here] });
      return this.steps.goLive(tx, agreementId as AgreementId, ids);
    });
  }

  /** An agreement with these sides live. */
  async aLiveAgreement(given: Partial<DraftAgreementInput> = {}): Promise<AgreementId> {
    const id = await this.anOpenAgreement(given);
    const sides = (await this.transactions.read(this.auditor, (tx) => this.reader.partiesOf(tx, [id]))).map((row) => row.odsCode);
    for (const code of sides) await this.verified(id, code);
    await this.approved(id, sides);
    await this.goLive(id, sides);
    return id;
  }

  /** Sees the nation, changes nothing. */
  get auditor(): Actor {
    return { ...this.officer, personId: newId<PersonId>(this.clock.now()), name: 'Aud Itor', duty: 'auditor-national', localities: [] };
  }

  /** Lays down an activation that lists these parts exactly as they are, approved by the approver. */
  async layDownActivation(agreementId: string, parties: readonly { readonly id: string; readonly side: string; readonly version: number }[], submittedBy: PersonId): Promise<ActivationId> {
    const id = newId<ActivationId>(this.clock.now());
    const content = canonicalJson({ sides: parties.map((party) => ({ id: party.id, version: party.version })) });
    const { owner } = this.database;
    await this.places.beyondTheRules(async () => {
      await owner.query(`INSERT INTO activation (id, agreement_id, locality_id, state, content, content_hash, submitted_by, submitted_at, approved_by, approved_at, approved_hash)
        SELECT $1, id, locality_id, 'approved', $3, $4, $5, $6, $7, $6, $4 FROM sharing_agreement WHERE id = $2`,
      [id, agreementId, content, sha256Hex(content), submittedBy, this.clock.now(), this.approver.personId]);
      for (const party of parties) {
        await owner.query(`INSERT INTO activation_item (activation_id, ${party.side === 'provider' ? 'participation_id' : 'consumer_part_id'}, shown_version) VALUES ($1, $2, $3)`, [id, party.id, party.version]);
      }
    });
    return id;
  }

  /** What the records say of attempts of one kind, newest first: done, or the code of the refusal. */
  async attempts(act: string, subject?: string): Promise<string[]> {
    const { rows } = await this.database.owner.query<{ told: string }>(
      `SELECT coalesce(refusal_code, outcome) AS told FROM change_record WHERE type = $1 AND ($2::text IS NULL OR subject = $2) ORDER BY transaction_id DESC`, [act, subject ?? null]);
    return rows.map((row) => row.told);
  }

  practice(index = 0): OdsCode { return this.places.practices[index]!; }
  viewer(index = 0): OdsCode { return this.places.viewers[index]!; }
}
