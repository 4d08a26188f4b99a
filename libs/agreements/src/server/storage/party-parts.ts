import { Injectable, type Type } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { demandVersion, isId, NotFound, type Tx } from '@accord/kernel';
import { concerns, managerOf, sql } from '@accord/kernel/server';
import { ConsumerPart } from '../domain/consumer-part.js';
import { Participation } from '../domain/participation.js';
import type { PartyPart } from '../domain/party-part.js';
import { Renewals } from './renewals.js';

/** Reads under lock and writes back, each part with what it is asked anew; the version rises with every save, so that a stale form is noticed. */
abstract class PartyParts<Part extends PartyPart<string>> {
  protected abstract readonly target: Type<Part>;
  protected abstract readonly what: string;
  protected abstract readonly table: string;
  private readonly renewals = new Renewals();

  /** Absent and foreign look alike: row-level security hides the second. */
  async lock(tx: Tx, id: string, expectedVersion?: number): Promise<Part> {
    const part = isId(id) ? await this.repository(managerOf(tx)).findOne({ where: { id } as never, lock: { mode: 'pessimistic_write' } }) : null;
    if (part === null) throw new NotFound(this.what);
    concerns(tx, { agreementId: part.agreementId, localityId: part.localityId, odsCode: part.odsCode });
    if (expectedVersion !== undefined) demandVersion(expectedVersion, part.version);
    return (await this.withRenewals(tx, [part]))[0]!;
  }

  /** For whoever widens: its agreement is held still first. */
  async lockUnderAgreement(tx: Tx, id: string, expectedVersion?: number): Promise<Part> {
    if (isId(id)) await sql(tx, `SELECT 1 FROM sharing_agreement WHERE id = (SELECT agreement_id FROM ${this.table} WHERE id = $1) FOR SHARE`, [id]);
    return this.lock(tx, id, expectedVersion);
  }

  async lockAll(tx: Tx, ids: readonly string[]): Promise<Part[]> {
    if (ids.length === 0) return [];
    return this.withRenewals(tx, await this.repository(managerOf(tx)).find({ where: { id: In(ids.filter(isId)) } as never, order: { id: 'ASC' } as never, lock: { mode: 'pessimistic_write' } }));
  }

  async save(tx: Tx, part: Part): Promise<void> {
    // First what was signed anew: the part takes over what stands there.
    if (part.renewal?.isChanged) await this.renewals.save(tx, part.renewal);
    const { state, agreementVersionId, termsDigest, draftedBy, evidenceId, submittedBy, verifiedBy, activationId, approvedBy, liveAt, stateAt } = part;
    Object.assign(part, { version: part.version + 1 });
    await managerOf(tx).update(this.target, { id: part.id } as never, {
      state, agreementVersionId, termsDigest, draftedBy, evidenceId, submittedBy, verifiedBy, activationId, approvedBy, liveAt, stateAt, version: part.version,
      ...(part instanceof ConsumerPart ? { viewSetId: part.viewSetId } : {}),
    } as never);
  }

  private async withRenewals(tx: Tx, parts: Part[]): Promise<Part[]> {
    const renewals = await this.renewals.ofParts(tx, parts.filter(({ state }) => state === 'live' || state === 'suspended').map(({ id }) => id));
    for (const part of parts) part.renewal = renewals.get(part.id) ?? null;
    return parts;
  }

  private repository(manager: EntityManager) {
    return manager.getRepository(this.target);
  }
}

@Injectable()
export class Participations extends PartyParts<Participation> {
  protected readonly target = Participation;
  protected readonly what = 'participation';
  protected readonly table = 'participation';
}

@Injectable()
export class ConsumerParts extends PartyParts<ConsumerPart> {
  protected readonly target = ConsumerPart;
  protected readonly what = 'part';
  protected readonly table = 'consumer_part';
}
