import { Injectable } from '@nestjs/common';
import { dayInProse, lastDay, newId, type LocalityId, type Tx } from '@accord/kernel';
import { actorOf, sql, timeOf } from '@accord/kernel/server';
import type { AgreementId, AgreementVersionId } from '@accord/agreements';
import { ViewSetProposed, type ViewSetProposal } from '@accord/views';
import { ConsumerPart } from '../domain/consumer-part.js';
import type { Participation } from '../domain/participation.js';
import { AgreementTermsReader } from './agreement-terms.js';
import { Renewals } from './renewals.js';

/** An agreement that a change of a view set touches: its newest words name the set, or only earlier ones do, by which pairs are held still. */
export interface Touched {
  readonly agreementId: AgreementId;
  readonly localityId: LocalityId;
  readonly isNamed: boolean;
}

const VERSION = `
  INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at, proposal_id)
  SELECT $1, agreement_id, (SELECT max(number) + 1 FROM agreement_version other WHERE other.agreement_id = newest.agreement_id), title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on,
    during, $3, $4, $5 FROM agreement_version newest WHERE id = $2`;
const PROVIDERS = 'INSERT INTO agreement_version_provider (version_id, provider_ods_code) SELECT $1, provider_ods_code FROM agreement_version_provider WHERE version_id = $2';
const CONSUMERS = `
  INSERT INTO agreement_version_consumer (version_id, consumer_ods_code, views, view_set_id)
  SELECT $1, consumer_ods_code, CASE WHEN view_set_id = $3 THEN $5::text[] ELSE views END, CASE WHEN view_set_id = $3 THEN $4 ELSE view_set_id END FROM agreement_version_consumer WHERE version_id = $2`;

/** By its state: whoever made it may have begun later than the one who asks, and had their turn before. */
const RUNS = `proposal_state(proposal, $2::timestamptz) = 'running'`;

/** The versions by which a proposal asks, one in each agreement that names the viewing organisation. */
@Injectable()
export class ProposedVersions {
  constructor(private readonly terms: AgreementTermsReader, private readonly renewals: Renewals) {}

  /** In one order, so that whoever locks them waits for the other. */
  async touchedBy(tx: Tx, viewSetId: string): Promise<readonly Touched[]> {
    return sql<Touched>(tx, 'SELECT agreement_id AS "agreementId", locality_id AS "localityId", is_named AS "isNamed" FROM agreements_of_view_set($1, $2) ORDER BY agreement_id', [viewSetId, timeOf(tx)]);
  }

  /** What a proposal concerns for whoever gives it up: what its set touches, or, where all of that has ended, the agreements it asked in. */
  async concerned(tx: Tx, { id, fromViewSetId }: Pick<ViewSetProposal, 'id' | 'fromViewSetId'>): Promise<readonly Touched[]> {
    const touched = await this.touchedBy(tx, fromViewSetId);
    return touched.length > 0 ? touched : sql<Touched>(tx, `SELECT agreement.id AS "agreementId", agreement.locality_id AS "localityId", false AS "isNamed"
      FROM agreement_version asked JOIN sharing_agreement agreement ON agreement.id = asked.agreement_id WHERE asked.proposal_id = $1 ORDER BY 1`, [id]);
  }

  /** Those of these agreements that have a draft of their next version. */
  async drafted(tx: Tx, agreementIds: readonly string[]): Promise<readonly string[]> {
    return (await sql<{ reference: string }>(tx, `SELECT reference FROM sharing_agreement agreement WHERE id = ANY ($1::uuid[])
      AND EXISTS (SELECT FROM agreement_version WHERE agreement_id = agreement.id AND locked_at IS NULL) ORDER BY 1`, [agreementIds])).map(({ reference }) => reference);
  }

  /** Refuses VIEW_SET_PROPOSED where a proposal asks the parties of this agreement: no other words are put to them meanwhile. */
  async demandNone(tx: Tx, agreementId: string): Promise<void> {
    const [running] = await sql<{ viewer: string; service: string; lapsesAt: Date }>(tx, `
      SELECT viewer.name AS viewer, proposal.service_code AS service, proposal.lapses_at AS "lapsesAt" FROM agreement_version asked
      JOIN view_set_proposal proposal ON proposal.id = asked.proposal_id AND ${RUNS} JOIN viewing_organisation viewer ON viewer.id = proposal.viewing_organisation_id
      WHERE asked.agreement_id = $1 ORDER BY 1 LIMIT 1`, [agreementId, timeOf(tx)]);
    if (running !== undefined) throw new ViewSetProposed(running.viewer, running.service, dayInProse(lastDay(running.lapsesAt)));
  }

  /** The newest words once more, with the other views for the viewing organisation; open for signing at once. */
  async open(tx: Tx, newestId: string, { id, fromViewSetId, toViewSetId, views }: Pick<ViewSetProposal, 'id' | 'fromViewSetId' | 'toViewSetId' | 'views'>): Promise<AgreementVersionId> {
    const at = timeOf(tx);
    const versionId = newId<AgreementVersionId>(at);
    await sql(tx, VERSION, [versionId, newestId, actorOf(tx).personId, at, id]);
    await sql(tx, PROVIDERS, [versionId, newestId]);
    await sql(tx, CONSUMERS, [versionId, newestId, fromViewSetId, toViewSetId, views]);
    await sql(tx, 'UPDATE agreement_version SET locked_at = $2 WHERE id = $1', [versionId, at]);
    return versionId;
  }

  /** Asks a party that has just signed earlier words, where a proposal concerns it. */
  async askWhoSigned(tx: Tx, part: Participation | ConsumerPart): Promise<void> {
    const isConsumer = part instanceof ConsumerPart;
    const running = await sql<{ id: string }>(tx, `
      SELECT asked.id FROM agreement_version asked JOIN view_set_proposal proposal ON proposal.id = asked.proposal_id AND ${RUNS}
      WHERE asked.agreement_id = $1 AND asked.locked_at IS NOT NULL AND ${isConsumer
        ? 'EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = asked.id AND consumer_ods_code = $3 AND view_set_id = proposal.to_view_set_id)'
        : 'EXISTS (SELECT FROM agreement_version_provider WHERE version_id = asked.id AND provider_ods_code = $3)'}`, [part.agreementId, timeOf(tx), part.odsCode]);
    for (const { id } of running) await this.renewals.ask(tx, isConsumer ? 'consumer' : 'provider', await this.terms.ofVersion(tx, id), [part]);
  }
}
