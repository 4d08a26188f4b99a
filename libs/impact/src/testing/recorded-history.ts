import { newId, sha256Hex } from '@accord/kernel';
import { AgreementWorld } from '@accord/agreements/testing';
import { PublishedSharing } from '@accord/publication/testing';

const HOUR = 3_600_000;

/** Sharing that is agreed, stopped, resumed and ended by use-cases under a moved clock, and published after each step. */
export class RecordedHistory {
  readonly agreementIds: string[] = [];
  private drawn: number;

  private constructor(readonly world: AgreementWorld, readonly sharing: PublishedSharing, seed: number) { this.drawn = seed; }

  static async open(seed: number): Promise<RecordedHistory> {
    const world = await AgreementWorld.open();
    const history = new RecordedHistory(world, await PublishedSharing.of(world.database, world.clock), seed);
    for (const code of world.places.practices) await history.hosting(code, 'streaming', '2026-01-01T00:00:00Z', null);
    for (const code of world.places.viewers) await history.certificate(code);
    return history;
  }

  close(): Promise<void> { return this.world.close(); }

  /** A number below `under`, the same for the same seed. */
  below(under: number): number {
    this.drawn = (Math.imul(this.drawn, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.drawn / 4_294_967_296) * under);
  }

  one<T>(of: readonly T[]): T { return of[this.below(of.length)]!; }

  /** Some hours on. */
  later(): void { this.world.clock.advance((1 + this.below(60)) * HOUR + this.below(1000)); }

  async agreement(providers: readonly string[], consumers: readonly string[], views: readonly string[]): Promise<void> {
    const beginsOn = this.world.clock.now().toISOString().slice(0, 10);
    this.agreementIds.push(await this.world.anOpenAgreement({ providers, consumers: consumers.map((odsCode) => ({ odsCode, views })), beginsOn } as never));
  }

  /** Moves one party of an agreement by what comes next for it, or narrows it. */
  async move(agreementId: string, odsCode: string): Promise<string> {
    const { world } = this;
    const { id, side, state, version } = await world.party(agreementId, odsCode);
    switch (state) {
      case 'invited': await world.sign(agreementId, odsCode); break;
      case 'signed': case 'accepted': await world.verifying.accept(world.secondOfficer, { id, side, expectedVersion: version }); break;
      case 'verified': await world.approved(agreementId, [odsCode]); break;
      case 'approved': await world.goLive(agreementId, [odsCode]); break;
      case 'live': await (this.below(4) > 0 ? this.suspend(agreementId, odsCode) : this.goes(id, side, odsCode, version)); break;
      case 'suspended': await this.resume(id, side); break;
      default: return 'nothing';
    }
    return state;
  }

  async suspend(agreementId: string, odsCode: string): Promise<void> {
    const { id, side, version } = await this.world.party(agreementId, odsCode);
    await this.world.narrowing.suspend(this.world.officer, { id, side, expectedVersion: version, reason: 'A worry' });
  }

  private async goes(id: string, side: 'provider' | 'consumer', odsCode: string, expectedVersion: number): Promise<void> {
    const { actor } = await this.world.signatoryOf(odsCode);
    if (side === 'provider') await this.world.narrowing.withdraw(actor, { id, expectedVersion, reason: 'No longer' });
    else await this.world.narrowing.leave({ ...actor, duty: 'viewer-governance-lead' }, { id, expectedVersion, reason: 'No longer' });
  }

  private async resume(id: string, side: 'provider' | 'consumer'): Promise<void> {
    const column = side === 'provider' ? 'participation_id' : 'consumer_part_id';
    const { rows: [stop] } = await this.world.database.owner.query<{ id: string; version: number }>(`SELECT id, version FROM stop WHERE ${column} = $1 AND lifted_at IS NULL`, [id]);
    await this.lift(stop!);
  }

  hosting(odsCode: string, value: 'streaming' | 'local', from: string, until: string | null): Promise<void> {
    const [recorder, confirmer] = [this.world.officer.personId, this.world.secondOfficer.personId];
    return this.recorded(`INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at, confirmed_by, confirmed_at) VALUES ($1, $2, 'hosting', $3, 'A letter', tstzrange($4, $5), $6, $8, $7, $8)`,
      [newId(this.world.clock.now()), odsCode, value, from, until, recorder, confirmer, this.world.clock.now()]);
  }

  async certificate(odsCode: string): Promise<void> {
    const { clock, officer, secondOfficer } = this.world;
    const [system, id] = [newId(clock.now()), newId(clock.now())];
    await this.recorded('INSERT INTO consumer_system (id, consumer_ods_code, name, recorded_at) VALUES ($1, $2, $3, $4)', [system, odsCode, `System of ${odsCode}`, clock.now()]);
    await this.recorded(`INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at, confirmed_by, confirmed_at)
      VALUES ($1, $2, $3, $7, 'pem', 'CN=system', tstzrange('2026-01-01', '2028-01-01'), $4, $6, $5, $6)`, [id, system, odsCode, officer.personId, secondOfficer.personId, clock.now(), sha256Hex(id)]);
  }

  revokeCertificates(odsCode: string): Promise<void> {
    return this.recorded(`UPDATE system_certificate SET revoked_at = $2, revoked_by = $3, revoked_reason = 'Lost' WHERE consumer_ods_code = $1 AND revoked_at IS NULL`, [odsCode, this.world.clock.now(), this.world.officer.personId]);
  }

  /** As an edition of the directory says: closed with its last day, or open again. */
  async directory(odsCode: string, closedOn: string | null): Promise<void> {
    const { clock } = this.world;
    const edition = clock.now().toISOString().slice(0, 10);
    await this.recorded('UPDATE organisation SET status = $2, closed_on = $3, edition_on = $4, recorded_at = $5 WHERE ods_code = $1', [odsCode, closedOn === null ? 'A' : 'C', closedOn, edition, clock.now()]);
    await this.recorded(`INSERT INTO organisation_status (ods_code, status, valid_from, recorded_at) VALUES ($1, $2, ($3::date)::timestamp AT TIME ZONE 'Europe/London', $4)`,
      [odsCode, closedOn === null ? 'A' : 'C', closedOn === null ? edition : nextDay(closedOn), clock.now()]);
  }

  /** A stop of everything one viewing organisation sees, from an instant that may lie behind. */
  stopConsumer(odsCode: string, from: Date): Promise<void> {
    return this.recorded(`INSERT INTO stop (id, kind, scope_kind, consumer_ods_code, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
      VALUES ($1, 'suspension', 'consumer', $2, $3, 'A worry', $4, 'staff', 'activation-officer', $5)`, [newId(this.world.clock.now()), odsCode, from, this.world.officer.personId, this.world.clock.now()]);
  }

  async liftStops(odsCode: string): Promise<void> {
    const { rows } = await this.world.database.owner.query<{ id: string; version: number }>(`SELECT id, version FROM stop WHERE consumer_ods_code = $1 AND scope_kind = 'consumer' AND lifted_at IS NULL`, [odsCode]);
    for (const stop of rows) await this.lift(stop);
  }

  private async lift({ id, version }: { readonly id: string; readonly version: number }): Promise<void> {
    await this.world.resuming.ask(this.world.officer, { stopId: id, expectedVersion: version });
    await this.world.resuming.confirm(this.world.approver, { stopId: id, expectedVersion: version + 1 });
  }

  /** What other capabilities write by their own rules: past the rules on people, with everything else that a write has. */
  private async recorded(statement: string, values: readonly unknown[]): Promise<void> {
    const { database: { owner }, clock } = this.world;
    await owner.query('BEGIN');
    try {
      await owner.query(`SELECT set_config('accord.at', $1, true)`, [clock.now().toISOString()]);
      await owner.query(`INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, details, origin) VALUES ($1, $2, 'spec.recorded', 'spec', 'done', 'system', 'spec', '{}', 'spec')`, [newId(clock.now()), clock.now()]);
      await owner.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) SELECT $1, $2, 'directory.changed', 'spec', array_agg(id), '{}' FROM locality`, [newId(clock.now()), clock.now()]);
      await owner.query(statement, [...values]);
      await owner.query('COMMIT');
    } catch (error) {
      await owner.query('ROLLBACK');
      throw error;
    }
  }
}

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR).toISOString().slice(0, 10);
