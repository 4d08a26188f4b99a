import { Injectable } from '@nestjs/common';
import { isId, NotFound, NotPermitted, odsCode, type Actor, type PersonId } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { AuthorityId } from '../../contract/index.js';
import { Authority } from '../domain/authority.js';
import { intervalOf, type Days } from '../domain/interval.js';
import { AuthorityStore } from '../storage/authority-store.js';

export interface AuthorityInput extends Days {
  readonly odsCode: string;
  readonly personId: string;
  readonly roleTitle: string;
}

/** Writes into registers of authority who may sign for whom, as what, from when. Each line counts once a second person confirms it. */
@Injectable()
export class RecordAuthority {
  constructor(private readonly transactions: Transactions, private readonly authorities: AuthorityStore, private readonly changes: Changes, private readonly outbox: Outbox) {}

  async execute(actor: Actor, { idempotencyKey, ...line }: AuthorityInput & { readonly idempotencyKey?: string | undefined }): Promise<{ id: AuthorityId; state: string; version: number }> {
    const [id] = await this.executeAll(actor, [line], idempotencyKey);
    return { id: id as AuthorityId, state: 'recorded', version: 1 };
  }

  /** Many in one act: all or none. Gives the ids in the order of the list. */
  executeAll(actor: Actor, lines: readonly AuthorityInput[], idempotencyKey?: string): Promise<readonly AuthorityId[]> {
    return this.transactions.run(actor, { act: 'authority.record', idempotencyKey, input: lines }, async (tx) => {
      if (actor.personId === null) throw new NotPermitted('record');
      const recorder = actor.personId;
      const at = timeOf(tx);
      const codes = lines.map((line) => odsCode(line.odsCode));
      const localities = await this.authorities.localitiesOf(tx, codes, at);
      const recorded = lines.map((line, index) => {
        const code = codes[index]!;
        const localityId = localities.get(code);
        if (localityId === undefined) throw new NotFound('organisation');
        demand(tx, 'record', 'Authority', { odsCode: code, localityId });
        if (!isId(line.personId)) throw new NotFound('person');
        return Authority.record({ odsCode: code, personId: line.personId as PersonId, roleTitle: line.roleTitle, during: intervalOf(line, at) }, recorder, at);
      });

      await this.authorities.add(tx, recorded);
      await this.changes.record(tx, ...recorded.map((line) => ({
        type: 'authority.recorded', subject: line.id, odsCode: line.odsCode, localityId: localities.get(line.odsCode) || null, details: { personId: line.personId, roleTitle: line.roleTitle },
      })));
      await this.outbox.append(tx, ...recorded.map((line) => ({ type: 'authority.recorded', subject: line.id })));
      return recorded.map((line) => line.id);
    });
  }
}
