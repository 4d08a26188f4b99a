import { newId, type Actor } from '@accord/kernel';
import { Changes, Outbox } from '@accord/kernel/server';
import type { AgreementId, ImpactOfActs } from '@accord/agreements';
import { AgreementWorld } from '@accord/agreements/testing';
import '../server/abilities.js';
import { Activations, activationsMappings } from '../server/storage/activations.js';
import { GateFacts } from '../server/storage/gate-facts.js';
import { Readiness } from '../server/storage/readiness.js';
import { DecideActivation } from '../server/use-cases/decide-activation.js';
import { GoLive, type WentLive } from '../server/use-cases/go-live.js';
import { ReadyToGoLive } from '../server/use-cases/ready-to-go-live.js';
import { RecordGateFacts, type GateFactInput } from '../server/use-cases/record-gate-facts.js';
import { TurnOfFacts } from '../server/use-cases/turn-of-facts.js';
import { LocalityCoverageReader } from '../server/read-models/locality-coverage.js';
import { LocalityReadinessReader } from '../server/read-models/locality-readiness.js';
import { ReadyParties } from '../server/read-models/ready-parties.js';
import { ActivationsReader, type ActivationRow } from '../server/read-models/activations.js';

/** What gates ask of a viewing organisation. */
const CONSUMER_FACTS = [
  ['accession-declaration', 'approved'], ['data-protection-assurance', 'approved'], ['role-profiles', 'complete'], ['consent-to-view', 'complete'], ['legitimate-relationship', 'complete'],
] as const;

/** Agreements and their activations, over a real database: from a draft to live by nothing but use-cases. */
export class ActivationWorld {
  readonly deciding; readonly going; readonly acts; readonly facts; readonly reader = new ActivationsReader(); readonly readiness = new LocalityReadinessReader();
  readonly coverage = new LocalityCoverageReader(this.readiness); readonly readyParties = new ReadyParties(this.readiness);
  private readonly readied = new Set<string>();

  private constructor(readonly agreements: AgreementWorld) {
    const { transactions, activatable, steps, impact } = agreements;
    const [changes, outbox, readiness, activations, gateFacts] = [new Changes(), new Outbox(), new Readiness(), new Activations(), new GateFacts()];
    const turn = new TurnOfFacts(gateFacts);
    this.acts = new ReadyToGoLive(activatable, readiness, activations, turn);
    this.deciding = new DecideActivation(transactions, activatable, steps, readiness, activations, impact, changes, outbox);
    this.going = new GoLive(transactions, steps, this.acts, activations, impact, changes, outbox);
    this.facts = new RecordGateFacts(transactions, gateFacts, turn, impact, changes, outbox);
  }

  static async open(impact?: ImpactOfActs): Promise<ActivationWorld> {
    return new ActivationWorld(await AgreementWorld.open(activationsMappings, impact));
  }

  close(): Promise<void> {
    return this.agreements.close();
  }

  /** Recorded by one officer and confirmed by another. */
  async fact(odsCode: string, kind: string, value: string, given: Partial<GateFactInput> = {}): Promise<string> {
    const { officer, secondOfficer } = this.agreements;
    const { ids } = await this.facts.record(officer, { facts: [{ odsCode, kind, value, source: 'A letter', fromOn: '2026-01-01', ...given }] });
    await this.confirmed(secondOfficer, ids);
    return ids[0]!;
  }

  /** As somebody confirms who has looked at what it changes. */
  async confirmed(by: Actor, ids: readonly string[]): Promise<void> {
    const { transactions, impact } = this.agreements;
    await this.facts.confirm(by, { ids, impactHash: await transactions.read(by, async (tx) => impact.hashOf(tx, (await this.acts.confirmFacts(tx, ids)).act)) });
  }

  /** Every gate of a practice, or of a viewing organisation with a certificate, holds. */
  async ready(odsCode: string, side: 'provider' | 'consumer'): Promise<void> {
    if (this.readied.has(odsCode)) return;
    this.readied.add(odsCode);
    if (side === 'provider') {
      await this.fact(odsCode, 'hosting', 'streaming');
      return;
    }
    for (const [kind, value] of CONSUMER_FACTS) await this.fact(odsCode, kind, value);
    await this.certificate(odsCode);
  }

  /** A registered and confirmed certificate; gives its fingerprint. */
  async certificate(odsCode: string): Promise<string> {
    const { database, clock, places, officer, secondOfficer } = this.agreements;
    const [system, sha256] = [newId(clock.now()), Buffer.from(odsCode.padEnd(32, '.')).toString('hex')];
    await places.beyondTheRules(async () => {
      await database.owner.query('INSERT INTO consumer_system (id, consumer_ods_code, name, recorded_at) VALUES ($1, $2, $3, $4)', [system, odsCode, `System of ${odsCode}`, clock.now()]);
      await database.owner.query(`INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at, confirmed_by, confirmed_at)
        VALUES ($1, $2, $3, $4, 'pem', 'CN=system', tstzrange('2026-01-01', '2027-01-01'), $5, $6, $7, $6)`,
      [newId(clock.now()), system, odsCode, sha256, officer.personId, clock.now(), secondOfficer.personId]);
    });
    return sha256;
  }

  /** Signed and verified on every side, and every gate holds. */
  async readyAgreement(given: Parameters<AgreementWorld['aDraft']>[0] = {}): Promise<AgreementId> {
    const id = await this.agreements.anOpenAgreement(given);
    const parties = await this.agreements.transactions.read(this.agreements.auditor, (tx) => this.agreements.reader.partiesOf(tx, [id]));
    for (const { odsCode, side } of parties) {
      await this.agreements.verified(id, odsCode);
      await this.ready(odsCode, side);
    }
    return id;
  }

  async submitted(agreementId: string, ids?: readonly string[]): Promise<ActivationRow> {
    const { id } = await this.deciding.submit(this.agreements.officer, { agreementId, ids });
    return this.activation(id);
  }

  async approved(agreementId: string, ids?: readonly string[], by: Actor = this.agreements.approver): Promise<ActivationRow> {
    const { id, version, contentHash } = await this.submitted(agreementId, ids);
    await this.deciding.approve(by, { id, expectedVersion: version, contentHash });
    return this.activation(id);
  }

  /** All the way: live on every side. */
  async live(given: Parameters<AgreementWorld['aDraft']>[0] = {}): Promise<{ readonly agreementId: AgreementId; readonly went: WentLive }> {
    const agreementId = await this.readyAgreement(given);
    const { id } = await this.approved(agreementId);
    return { agreementId, went: await this.going.execute(this.agreements.officer, { activationId: id }) };
  }

  async activation(id: string): Promise<ActivationRow> {
    return (await this.agreements.transactions.read(this.agreements.officer, (tx) => this.reader.byId(tx, id)))!;
  }
}
