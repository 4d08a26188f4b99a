import { Injectable } from '@nestjs/common';
import { demandVersion, isId, NotFound, type PersonId, type Tx } from '@accord/kernel';
import { concerns, managerOf, sql, timeOf } from '@accord/kernel/server';
import type { AgreementId, AgreementVersionId } from '@accord/agreements';
import type { AgreementDraft } from '../domain/agreement-draft.js';
import { SharingAgreement } from '../domain/sharing-agreement.js';

/**
 * Agreements and their versions. A version open for signing is immutable; the database says so too.
 *
 * Locks are taken in one order, or two people would wait for each other: a list to activate or a proposal, then agreements, then participations,
 * then parts of viewing organisations, each by id, then what these are asked anew; then a viewing organisation's sets, then a locality's pairs.
 * Whoever narrows one part takes that part alone, and nobody's hold of the agreement keeps them waiting (R5). A campaign that is carried out
 * narrows many: it shares their agreements first, so it waits for a widening that is under way in one of them. Without that, each would hold a
 * practice that the other takes hold of next. No practice waits for it: each can withdraw by itself meanwhile.
 */
@Injectable()
export class SharingAgreements {
  async lock(tx: Tx, id: string, expectedVersion?: number): Promise<SharingAgreement> {
    const agreement = isId(id) ? await managerOf(tx).getRepository(SharingAgreement).findOne({ where: { id: id as AgreementId }, lock: { mode: 'for_no_key_update' } }) : null;
    if (agreement === null) throw new NotFound('agreement');
    concerns(tx, { agreementId: agreement.id, localityId: agreement.localityId });
    if (expectedVersion !== undefined) demandVersion(expectedVersion, agreement.version);
    return agreement;
  }

  /** Holds an agreement's state still while one party of it moves, and lets other parties move at the same time. */
  async share(tx: Tx, id: string): Promise<SharingAgreement> {
    const agreement = await managerOf(tx).getRepository(SharingAgreement).findOne({ where: { id: id as AgreementId }, lock: { mode: 'pessimistic_read' } });
    if (agreement === null) throw new NotFound('agreement');
    return agreement;
  }

  /**
   * Holds an agreement for whoever widens it, alone: two side by side would each see the other not live yet, and nobody would take hold of
   * their pair. Whoever narrows one part writes its entry meanwhile: it never waits for this (R5).
   */
  async alone(tx: Tx, id: string): Promise<SharingAgreement> {
    const agreement = await managerOf(tx).getRepository(SharingAgreement).findOne({ where: { id: id as AgreementId }, lock: { mode: 'for_no_key_update' } });
    if (agreement === null) throw new NotFound('agreement');
    return agreement;
  }

  /** The same for many, in one order; of those that the acting person may see. */
  async allAlone(tx: Tx, ids: readonly string[]): Promise<void> {
    await sql(tx, 'SELECT 1 FROM sharing_agreement WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
  }

  /** With everybody in them, for whoever puts other words to all of them, or takes words back. */
  async allWhole(tx: Tx, ids: readonly string[]): Promise<void> {
    await this.allAlone(tx, ids);
    await sql(tx, 'SELECT 1 FROM participation WHERE agreement_id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
    await sql(tx, 'SELECT 1 FROM consumer_part WHERE agreement_id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
  }

  async add(tx: Tx, agreement: Pick<SharingAgreement, 'id' | 'reference' | 'serviceCode' | 'localityId' | 'draftedBy'>): Promise<void> {
    await sql(tx, `INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at) VALUES ($1, $2, $3, $4, 'draft', $5, $6)`,
      [agreement.id, agreement.reference, agreement.serviceCode, agreement.localityId, agreement.draftedBy, timeOf(tx)]);
  }

  async save(tx: Tx, agreement: SharingAgreement): Promise<void> {
    Object.assign(agreement, { version: agreement.version + 1 });
    const { state, openedAt, endedAt, version } = agreement;
    await managerOf(tx).update(SharingAgreement, { id: agreement.id }, { state, openedAt, endedAt, version });
  }

  async addVersion(tx: Tx, id: AgreementVersionId, agreement: { readonly id: AgreementId; readonly draftedBy: string }, number: number, draft: AgreementDraft): Promise<void> {
    await sql(tx, `INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, tstzrange($12, $13), $14, $15)`,
    [id, agreement.id, number, draft.title, draft.purpose, draft.purposeClass, draft.lawfulBasis, draft.clauses, draft.beginsOn, draft.reviewOn, draft.endsOn,
      draft.from, draft.until, agreement.draftedBy, timeOf(tx)]);
    await this.addParties(tx, id, draft);
  }

  /** Whoever wrote the words last is their drafter, and takes no later step with them (R3). */
  async rewriteVersion(tx: Tx, id: AgreementVersionId, draft: AgreementDraft, by: PersonId): Promise<void> {
    await sql(tx, `UPDATE agreement_version SET title = $2, purpose = $3, purpose_class = $4, lawful_basis = $5, clauses = $6, begins_on = $7, review_on = $8, ends_on = $9,
      during = tstzrange($10, $11), drafted_by = $12 WHERE id = $1`,
    [id, draft.title, draft.purpose, draft.purposeClass, draft.lawfulBasis, draft.clauses, draft.beginsOn, draft.reviewOn, draft.endsOn, draft.from, draft.until, by]);
    await sql(tx, 'DELETE FROM agreement_version_provider WHERE version_id = $1', [id]);
    await sql(tx, 'DELETE FROM agreement_version_consumer WHERE version_id = $1', [id]);
    await this.addParties(tx, id, draft);
  }

  /** Drops a draft that nobody was asked to sign. */
  async dropVersion(tx: Tx, id: AgreementVersionId): Promise<void> {
    for (const [table, column] of [['agreement_version_provider', 'version_id'], ['agreement_version_consumer', 'version_id'], ['agreement_version', 'id']] as const) await sql(tx, `DELETE FROM ${table} WHERE ${column} = $1`, [id]);
  }

  /** From here on the version is what people sign. */
  async lockVersion(tx: Tx, id: AgreementVersionId, viewSets: ReadonlyMap<string, string>): Promise<void> {
    await sql(tx, `UPDATE agreement_version_consumer SET view_set_id = chosen.id FROM unnest($2::text[], $3::uuid[]) AS chosen (ods_code, id)
      WHERE version_id = $1 AND consumer_ods_code = chosen.ods_code`, [id, [...viewSets.keys()], [...viewSets.values()]]);
    await sql(tx, 'UPDATE agreement_version SET locked_at = $2 WHERE id = $1', [id, timeOf(tx)]);
  }

  private async addParties(tx: Tx, id: AgreementVersionId, draft: AgreementDraft): Promise<void> {
    await sql(tx, 'INSERT INTO agreement_version_provider SELECT $1, unnest($2::text[])', [id, draft.providers]);
    await sql(tx, `INSERT INTO agreement_version_consumer (version_id, consumer_ods_code, views)
      SELECT $1, row.ods_code, string_to_array(row.views, ',') FROM unnest($2::text[], $3::text[]) AS row (ods_code, views)`,
    [id, draft.consumers.map((each) => each.odsCode), draft.consumers.map((each) => each.views.join(','))]);
  }
}
