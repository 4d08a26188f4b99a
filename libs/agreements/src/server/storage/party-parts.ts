import { Injectable, type Type } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { demandVersion, isId, NotFound, type Tx } from '@accord/kernel';
import { concerns, managerOf } from '@accord/kernel/server';
import { ConsumerPart } from '../domain/consumer-part.js';
import { Participation } from '../domain/participation.js';
import type { PartyPart } from '../domain/party-part.js';

/** Reads under lock and writes back; the version rises with every save, so that a stale form is noticed. */
abstract class PartyParts<Part extends PartyPart<string>> {
  protected abstract readonly target: Type<Part>;
  protected abstract readonly what: string;

  /** Absent and foreign look alike: row-level security hides the second. */
  async lock(tx: Tx, id: string, expectedVersion?: number): Promise<Part> {
    const part = isId(id) ? await this.repository(managerOf(tx)).findOne({ where: { id } as never, lock: { mode: 'pessimistic_write' } }) : null;
    if (part === null) throw new NotFound(this.what);
    concerns(tx, { agreementId: part.agreementId, localityId: part.localityId, odsCode: part.odsCode });
    if (expectedVersion !== undefined) demandVersion(expectedVersion, part.version);
    return part;
  }

  async lockAll(tx: Tx, ids: readonly string[]): Promise<Part[]> {
    if (ids.length === 0) return [];
    return this.repository(managerOf(tx)).find({ where: { id: In(ids.filter(isId)) } as never, order: { id: 'ASC' } as never, lock: { mode: 'pessimistic_write' } });
  }

  async lockOfAgreement(tx: Tx, agreementId: string): Promise<Part[]> {
    return this.repository(managerOf(tx)).find({ where: { agreementId } as never, order: { id: 'ASC' } as never, lock: { mode: 'pessimistic_write' } });
  }

  async save(tx: Tx, part: Part): Promise<void> {
    const { state, evidenceId, submittedBy, verifiedBy, activationId, approvedBy, liveAt, stateAt } = part;
    Object.assign(part, { version: part.version + 1 });
    await managerOf(tx).update(this.target, { id: part.id } as never, {
      state, evidenceId, submittedBy, verifiedBy, activationId, approvedBy, liveAt, stateAt, version: part.version,
    } as never);
  }

  private repository(manager: EntityManager) {
    return manager.getRepository(this.target);
  }
}

@Injectable()
export class Participations extends PartyParts<Participation> {
  protected readonly target = Participation;
  protected readonly what = 'participation';
}

@Injectable()
export class ConsumerParts extends PartyParts<ConsumerPart> {
  protected readonly target = ConsumerPart;
  protected readonly what = 'part';
}
