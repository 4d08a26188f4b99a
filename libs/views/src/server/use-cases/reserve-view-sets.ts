import { Injectable } from '@nestjs/common';
import { newId, type OdsCode, type Tx } from '@accord/kernel';
import { Changes, LOCK_KEYS, nameConstraints, sql, timeOf } from '@accord/kernel/server';
import { ViewSetProposals, ViewSets, ViewSetCommands, type Reserved, type ServiceCode, type WantedViews } from '@accord/views';

nameConstraints({
  one_view_set_per_consumer: ['VIEW_SET_DIFFERS', 'Views have just been agreed for this viewing organisation in another agreement. Every provider shares the same views with it: look at the draft as it is now.'],
});

/** Reserves a consumer's view set when the first agreement that names it opens for signing (R1). */
@Injectable()
export class ReserveViewSets extends ViewSetCommands {
  constructor(private readonly viewSets: ViewSets, private readonly proposals: ViewSetProposals, private readonly changes: Changes) { super(); }

  async reserve(tx: Tx, serviceCode: ServiceCode, agreement: { id: string; reference: string }, wanted: readonly WantedViews[]): Promise<ReadonlyMap<OdsCode, Reserved>> {
    const at = timeOf(tx);
    const consumers = wanted.map((each) => each.consumerOdsCode).sort();
    // Two agreements that open at once and name one consumer meet here, in code order, and the second sees the first's set.
    for (const consumer of consumers) await sql(tx, 'SELECT pg_advisory_xact_lock(hashtextextended($1, $2))', [consumer, LOCK_KEYS.viewSetOfConsumer]);
    await this.proposals.demandNone(tx, serviceCode, consumers);
    await this.makeViewingOrganisations(tx, consumers);
    const asOf = await this.overtaken(tx, serviceCode, consumers) ?? at;
    await this.viewSets.demandSame(tx, serviceCode, wanted, asOf);
    const current = await this.viewSets.currentOf(tx, serviceCode, consumers, asOf);
    const organisations = new Map((await sql<{ ods_code: OdsCode; id: Reserved['viewingOrganisationId'] }>(tx,
      `SELECT ods_code, viewing_organisation_id AS id FROM viewing_organisation_member WHERE ods_code = ANY ($1) AND during @> $2::timestamptz`, [consumers, at],
    )).map((row) => [row.ods_code, row.id]));
    const reserved = new Map<OdsCode, Reserved>();
    for (const { consumerOdsCode, views } of wanted) {
      const set = current.get(consumerOdsCode);
      const viewingOrganisationId = organisations.get(consumerOdsCode)!;
      const viewSetId = set?.id ?? newId<Reserved['viewSetId']>(at);
      if (set === undefined) {
        await sql(tx, `INSERT INTO view_set (id, service_code, viewing_organisation_id, views, current_during, reserved_by_agreement_id, reserved_by_reference, recorded_at)
          VALUES ($1, $2, $3, $4, tstzrange($5, NULL), $6, $7, $5)`, [viewSetId, serviceCode, viewingOrganisationId, views, at, agreement.id, agreement.reference]);
        await this.changes.record(tx, { type: 'view-set.reserved', subject: viewSetId, odsCode: consumerOdsCode, agreementId: agreement.id, details: { service: serviceCode, views } });
      }
      reserved.set(consumerOdsCode, { viewSetId, viewingOrganisationId });
    }
    return reserved;
  }

  /**
   * Whoever began after this transaction and had its turn before it reserved from a later instant: at its own, this one would see no set,
   * reserve a second, and be refused at the end for wanting what is agreed. The latest such instant; null where nobody was ahead.
   */
  private async overtaken(tx: Tx, serviceCode: ServiceCode, consumers: readonly OdsCode[]): Promise<Date | null> {
    const [ahead] = await sql<{ at: Date | null }>(tx, `
      SELECT max(lower(view_set.current_during)) AS at FROM view_set JOIN viewing_organisation_member member ON member.viewing_organisation_id = view_set.viewing_organisation_id
      WHERE view_set.service_code = $1 AND member.ods_code = ANY ($2) AND member.during @> $3::timestamptz AND view_set.recorded_at > $3 AND lower(view_set.current_during) = view_set.recorded_at`, [serviceCode, consumers, timeOf(tx)]);
    return ahead?.at ?? null;
  }

  /** By default a viewing organisation is its ODS code. */
  private async makeViewingOrganisations(tx: Tx, consumers: readonly OdsCode[]): Promise<void> {
    const at = timeOf(tx);
    const missing = await sql<{ ods_code: OdsCode; name: string }>(tx, `
      SELECT ods_code, name FROM organisation WHERE ods_code = ANY ($1)
      AND NOT EXISTS (SELECT 1 FROM viewing_organisation_member member WHERE member.ods_code = organisation.ods_code AND member.during @> $2::timestamptz)`, [consumers, at]);
    for (const { ods_code: odsCode, name } of missing) {
      const id = newId(at);
      await sql(tx, 'INSERT INTO viewing_organisation (id, name, recorded_at) VALUES ($1, $2, $3)', [id, name, at]);
      await sql(tx, `INSERT INTO viewing_organisation_member (ods_code, viewing_organisation_id, during, recorded_at) VALUES ($1, $2, tstzrange(NULL, NULL), $3)`, [odsCode, id, at]);
    }
  }
}
