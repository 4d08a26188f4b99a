import { Injectable } from '@nestjs/common';
import { EntitySchema, In } from 'typeorm';
import { demandVersion, isId, NotFound, type Tx } from '@accord/kernel';
import { concerns, managerOf, sql } from '@accord/kernel/server';
import type { Listed } from '@accord/agreements';
import { Activation } from '../domain/activation.js';

export const activationMapping = new EntitySchema<Activation>({
  name: 'Activation', target: Activation, tableName: 'activation',
  columns: {
    id: { type: 'uuid', primary: true },
    agreementId: { type: 'uuid', name: 'agreement_id' },
    localityId: { type: 'uuid', name: 'locality_id' },
    state: { type: 'text' },
    content: { type: 'text' },
    contentHash: { type: 'text', name: 'content_hash' },
    submittedBy: { type: 'uuid', name: 'submitted_by' },
    submittedAt: { type: 'timestamptz', name: 'submitted_at' },
    approvedBy: { type: 'uuid', name: 'approved_by', nullable: true },
    approvedAt: { type: 'timestamptz', name: 'approved_at', nullable: true },
    approvedHash: { type: 'text', name: 'approved_hash', nullable: true },
    rejectedBy: { type: 'uuid', name: 'rejected_by', nullable: true },
    rejectedReason: { type: 'text', name: 'rejected_reason', nullable: true },
    version: { type: 'integer' },
  },
});

export const activationsMappings = [activationMapping];

const UNFINISHED = `
  SELECT activation.id FROM activation WHERE activation.locality_id = $1 AND activation.state = 'approved' AND EXISTS (
    SELECT FROM activation_item item LEFT JOIN participation ON participation.id = item.participation_id LEFT JOIN consumer_part ON consumer_part.id = item.consumer_part_id
    WHERE item.activation_id = activation.id AND (coalesce(participation.state, consumer_part.state) = 'approved'
      OR EXISTS (SELECT FROM renewal WHERE renewal.activation_id = activation.id AND renewal.state = 'approved')))`;

@Injectable()
export class Activations {
  async add(tx: Tx, activation: Pick<Activation, 'id' | 'agreementId' | 'localityId' | 'content' | 'contentHash' | 'submittedBy' | 'submittedAt'>, listed: readonly Listed[]): Promise<void> {
    await managerOf(tx).insert(Activation, { ...activation, state: 'submitted', version: 1 });
    // In the order in which whoever moves them locks them: the rows of the list hold on to those they name.
    const ordered = [...listed].sort((one, other) => other.side.localeCompare(one.side) || (one.id < other.id ? -1 : 1));
    const ids = (side: 'provider' | 'consumer'): (string | null)[] => ordered.map((each) => (each.side === side ? each.id : null));
    await sql(tx, `INSERT INTO activation_item SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::int[])`,
      [activation.id, ids('provider'), ids('consumer'), ordered.map((each) => each.version)]);
  }

  /** Not against those who only point at it: a cut-over moves sides that were approved by a list while somebody goes on with the rest of the list. */
  async lock(tx: Tx, id: string, expectedVersion?: number): Promise<Activation> {
    const activation = isId(id) ? await managerOf(tx).getRepository(Activation).findOne({ where: { id: id as Activation['id'] }, lock: { mode: 'for_no_key_update' } }) : null;
    if (activation === null) throw new NotFound('activation');
    concerns(tx, { agreementId: activation.agreementId, localityId: activation.localityId });
    if (expectedVersion !== undefined) demandVersion(expectedVersion, activation.version);
    return activation;
  }

  async byId(tx: Tx, id: string): Promise<Activation> {
    const activation = isId(id) ? await managerOf(tx).getRepository(Activation).findOneBy({ id: id as Activation['id'] }) : null;
    if (activation === null) throw new NotFound('activation');
    return activation;
  }

  /** Approved, with somebody still to take live; always in one order, so that two people who lock them wait for each other. */
  async unfinished(tx: Tx, localityId: string): Promise<Activation[]> {
    const rows = isId(localityId) ? await sql<{ id: Activation['id'] }>(tx, UNFINISHED, [localityId]) : [];
    return managerOf(tx).getRepository(Activation).find({ where: { id: In(rows.map(({ id }) => id)) }, order: { id: 'ASC' } });
  }

  async lockUnfinished(tx: Tx, localityId: string): Promise<Activation[]> {
    concerns(tx, isId(localityId) ? { localityId } : {});
    const locked: Activation[] = [];
    for (const { id } of await this.unfinished(tx, localityId)) locked.push(await this.lock(tx, id));
    concerns(tx, isId(localityId) ? { localityId } : {});
    return locked;
  }

  async save(tx: Tx, activation: Activation): Promise<void> {
    Object.assign(activation, { version: activation.version + 1 });
    const { state, approvedBy, approvedAt, approvedHash, rejectedBy, rejectedReason, version } = activation;
    await managerOf(tx).update(Activation, { id: activation.id }, { state, approvedBy, approvedAt, approvedHash, rejectedBy, rejectedReason, version });
  }

  /** The sides an activation lists, with the version of each that was shown. */
  async items(tx: Tx, id: string): Promise<{ id: string; version: number }[]> {
    return sql(tx, 'SELECT coalesce(participation_id, consumer_part_id) AS id, shown_version AS version FROM activation_item WHERE activation_id = $1', [id]);
  }
}
