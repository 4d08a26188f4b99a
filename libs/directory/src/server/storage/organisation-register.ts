import { newId, type OdsCode, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { LiveShare, MoveTask } from '../../contract/index.js';
import type { ReadRow } from '../domain/directory-file.js';
import type { ImportPlan, KnownDirectory, KnownOrganisation } from '../domain/import-plan.js';
import type { Membership, MembershipChange } from '../domain/localities-plan.js';
import type { StatusFact } from '../domain/status-facts.js';

type Column = readonly unknown[];

/** Rows written by one statement: large enough to be quick, small enough to show progress. */
const BATCH = 2_000;
const LONDON = `AT TIME ZONE 'Europe/London'`;

export interface WrittenLocalities {
  /** Localities whose membership, or a member's sharing, the import altered. */
  readonly localityIds: readonly string[];
}

/** The directory's tables, read whole and written in bulk. */
export class OrganisationRegister {
  async known(tx: Tx, lastRows: number): Promise<KnownDirectory> {
    const organisations = new Map<OdsCode, KnownOrganisation>();
    const rows = await sql<KnownOrganisation & { odsCode: OdsCode; columns: readonly string[] | null }>(tx, `
      SELECT ods_code AS "odsCode", status, opened_on::text AS "openedOn", closed_on::text AS "closedOn", commissioner_code AS "commissionerCode",
        published_row AS columns FROM organisation`);
    for (const { odsCode, ...organisation } of rows) organisations.set(odsCode, { ...organisation, columns: organisation.columns ?? [] });
    return { organisations, memberships: await this.memberships(tx), lastRows };
  }

  private async memberships(tx: Tx): Promise<ReadonlyMap<OdsCode, readonly Membership[]>> {
    const memberships = new Map<OdsCode, Membership[]>();
    const rows = await sql<Membership>(tx, `
      SELECT member.ods_code AS "odsCode", locality.code AS "localityCode", (lower(member.during) ${LONDON})::date::text AS "fromOn",
        (upper(member.during) ${LONDON})::date::text AS "beforeOn"
      FROM locality_membership AS member JOIN locality ON locality.id = member.locality_id ORDER BY member.ods_code, member.during`);
    for (const row of rows) memberships.set(row.odsCode, [...(memberships.get(row.odsCode) ?? []), row]);
    return memberships;
  }

  /** Carries a plan out. */
  async write(tx: Tx, plan: ImportPlan, importId: string, stops: readonly LiveShare[], onRow: (done: number) => void): Promise<WrittenLocalities> {
    for (let at = 0; at < plan.writes.length; at += BATCH) {
      await this.writeOrganisations(tx, plan.writes.slice(at, at + BATCH), plan.editionOn);
      onRow(Math.min(at + BATCH, plan.writes.length));
    }
    await this.addStatuses(tx, plan.statuses, importId);
    await this.addLocalities(tx, plan.memberships);
    const touched = await this.writeMemberships(tx, plan.memberships);
    await this.addMoveTasks(tx, plan.tasks, importId);
    await this.addStopTasks(tx, stops, new Set(plan.absent), importId);
    // Whose opening changed alters every locality where it counts: a practice's own, and each whose agreements name it as a party.
    const opening = [...new Set([...plan.narrowed, ...plan.statuses.map((fact) => fact.odsCode)])];
    const altered = await sql<{ id: string }>(tx, 'SELECT DISTINCT locality_id AS id FROM localities_of($1::text[], $2)', [opening, timeOf(tx)]);
    return { localityIds: [...new Set([...touched, ...altered.map((row) => row.id)])] };
  }

  private async writeOrganisations(tx: Tx, rows: readonly ReadRow[], editionOn: string): Promise<void> {
    const of = (pick: (row: ReadRow) => unknown): Column => rows.map(pick);
    await sql(tx, `
      INSERT INTO organisation (ods_code, name, status, prescribing_setting, opened_on, closed_on, commissioner_code, commissioner_allocated,
        joined_commissioner_on, left_commissioner_on, national_grouping, health_geography, address, postcode, telephone, published_row, edition_on, recorded_at)
      SELECT code, name, status, setting, opened, closed, commissioner, commissioner IS NOT NULL, joined, departed, nullif(grouping_code, ''),
        nullif(geography, ''), address::text[], nullif(postcode, ''), nullif(telephone, ''), published::text[], $15::date, $16::timestamptz
      FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::date[], $6::date[], $7::text[], $8::date[], $9::date[], $10::text[], $11::text[],
        $12::text[], $13::text[], $14::text[], $17::text[])
        AS row (code, name, status, setting, opened, closed, commissioner, joined, departed, grouping_code, geography, address, postcode, telephone, published)
      ON CONFLICT (ods_code) DO UPDATE SET name = excluded.name, status = excluded.status, prescribing_setting = excluded.prescribing_setting,
        opened_on = excluded.opened_on, closed_on = excluded.closed_on, commissioner_code = excluded.commissioner_code,
        commissioner_allocated = excluded.commissioner_allocated, joined_commissioner_on = excluded.joined_commissioner_on,
        left_commissioner_on = excluded.left_commissioner_on, national_grouping = excluded.national_grouping, health_geography = excluded.health_geography,
        address = excluded.address, postcode = excluded.postcode, telephone = excluded.telephone, published_row = excluded.published_row,
        edition_on = excluded.edition_on, recorded_at = excluded.recorded_at, version = organisation.version + 1`, [
      of(({ facts }) => facts.odsCode), of(({ facts }) => facts.name), of(({ facts }) => facts.status), of(({ facts }) => facts.prescribingSetting),
      of(({ facts }) => facts.openedOn), of(({ facts }) => facts.closedOn), of(({ facts }) => facts.commissionerCode),
      of(({ facts }) => facts.joinedCommissionerOn), of(({ facts }) => facts.leftCommissionerOn), of(({ facts }) => facts.nationalGrouping),
      of(({ facts }) => facts.healthGeography), of(({ facts }) => arrayLiteral(facts.address)), of(({ facts }) => facts.postcode),
      of(({ facts }) => facts.telephone), editionOn, timeOf(tx), of(({ columns }) => arrayLiteral(columns)),
    ]);
  }

  private async addStatuses(tx: Tx, facts: readonly StatusFact[], importId: string): Promise<void> {
    await sql(tx, `
      INSERT INTO organisation_status (ods_code, status, valid_from, recorded_at, import_id)
      SELECT code, status, from_on::timestamp ${LONDON}, $4::timestamptz, $5::uuid
      FROM unnest($1::text[], $2::text[], $3::date[]) AS row (code, status, from_on)`, [
      facts.map((fact) => fact.odsCode), facts.map((fact) => fact.status), facts.map((fact) => fact.fromOn), timeOf(tx), importId,
    ]);
  }

  private async addLocalities(tx: Tx, changes: readonly MembershipChange[]): Promise<void> {
    const codes = [...new Set(changes.flatMap((change) => change.after.map((each) => each.localityCode)))];
    await sql(tx, `
      INSERT INTO locality (id, code, name, recorded_at)
      SELECT id, code, coalesce(organisation.name, 'Locality ' || code), $3 FROM unnest($1::uuid[], $2::text[]) AS row (id, code)
      LEFT JOIN organisation ON organisation.ods_code = code
      ON CONFLICT (code) DO NOTHING`, [codes.map(() => newId(timeOf(tx))), codes, timeOf(tx)]);
  }

  /** Brings the memberships of the changed practices to what they now are, and gives the localities this touched. */
  private async writeMemberships(tx: Tx, changes: readonly MembershipChange[]): Promise<readonly string[]> {
    const wanted = changes.flatMap((change) => change.after);
    const touched = await sql<{ locality_id: string }>(tx, `
      WITH wanted AS (
        SELECT locality.id AS locality_id, row.code, tstzrange(from_on::timestamp ${LONDON}, before_on::timestamp ${LONDON}) AS during, row.id
        FROM unnest($2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[]) AS row (id, code, locality_code, from_on, before_on)
        JOIN locality ON locality.code = row.locality_code
      ), gone AS (
        DELETE FROM locality_membership AS member WHERE member.ods_code = ANY ($1::text[]) AND NOT EXISTS (
          SELECT FROM wanted WHERE wanted.code = member.ods_code AND wanted.locality_id = member.locality_id AND lower(wanted.during) = lower(member.during))
        RETURNING member.locality_id
      ), altered AS (
        UPDATE locality_membership AS member SET during = wanted.during FROM wanted
        WHERE wanted.code = member.ods_code AND wanted.locality_id = member.locality_id AND lower(wanted.during) = lower(member.during)
          AND wanted.during <> member.during
        RETURNING member.locality_id
      ), added AS (
        INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at)
        SELECT id, locality_id, code, during, $7 FROM wanted WHERE NOT EXISTS (
          SELECT FROM locality_membership AS member
          WHERE wanted.code = member.ods_code AND wanted.locality_id = member.locality_id AND lower(wanted.during) = lower(member.during))
        RETURNING locality_id
      )
      SELECT locality_id FROM gone UNION SELECT locality_id FROM altered UNION SELECT locality_id FROM added`, [
      changes.map((change) => change.odsCode), wanted.map(() => newId(timeOf(tx))), wanted.map((each) => each.odsCode),
      wanted.map((each) => each.localityCode), wanted.map((each) => each.fromOn), wanted.map((each) => each.beforeOn), timeOf(tx),
    ]);
    return touched.map((row) => row.locality_id);
  }

  private async addMoveTasks(tx: Tx, tasks: readonly MoveTask[], importId: string): Promise<void> {
    await this.addTasks(tx, importId, tasks.map((task) => ({ kind: 'commissioner-changed', odsCode: task.odsCode, localityCode: task.fromCode, details: task })));
  }

  private async addStopTasks(tx: Tx, stops: readonly LiveShare[], absent: ReadonlySet<string>, importId: string): Promise<void> {
    const byCode = new Map<OdsCode, LiveShare[]>();
    for (const stop of stops) byCode.set(stop.odsCode, [...(byCode.get(stop.odsCode) ?? []), stop]);
    await this.addTasks(tx, importId, [...byCode].map(([odsCode, shares]) => ({
      kind: absent.has(odsCode) ? 'absent-from-edition' : 'closed-while-sharing', odsCode, localityCode: null, details: { shares },
    })));
  }

  /** One open task of a kind for an organisation; a later import says the newer thing in it. */
  private async addTasks(tx: Tx, importId: string, tasks: readonly { kind: string; odsCode: string; localityCode: string | null; details: unknown }[]): Promise<void> {
    await sql(tx, `
      INSERT INTO directory_task (id, kind, ods_code, locality_id, details, import_id, opened_at)
      SELECT row.id, row.kind, row.code, locality.id, row.details, $6, $7
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[]) AS row (id, kind, code, locality_code, details)
      LEFT JOIN locality ON locality.code = row.locality_code
      ON CONFLICT (kind, ods_code) WHERE closed_at IS NULL DO UPDATE SET details = excluded.details, import_id = excluded.import_id`, [
      tasks.map(() => newId(timeOf(tx))), tasks.map((task) => task.kind), tasks.map((task) => task.odsCode), tasks.map((task) => task.localityCode),
      tasks.map((task) => JSON.stringify(task.details)), importId, timeOf(tx),
    ]);
  }
}

/** An array inside an array parameter has to be written as PostgreSQL reads it. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
