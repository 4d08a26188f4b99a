import { Injectable } from '@nestjs/common';
import { isId, NotFound, type PersonId, type Tx } from '@accord/kernel';
import { managerOf, sql } from '@accord/kernel/server';
import type { Person } from '../domain/person.js';
import { personMapping } from './mappings.js';

export interface Account {
  readonly issuer: string;
  readonly subject: string;
  readonly personId: PersonId;
}

@Injectable()
export class PeopleStore {
  /** Locks the person, so that two decisions about one person's duties wait for each other. */
  async lock(tx: Tx, id: string): Promise<Person> {
    const person = isId(id) ? await managerOf(tx).getRepository(personMapping).findOne({ where: { id: id as PersonId }, lock: { mode: 'pessimistic_write' } }) : null;
    if (person === null) throw new NotFound('person');
    return person;
  }

  async add(tx: Tx, people: readonly Person[]): Promise<void> {
    await sql(tx, `INSERT INTO person (id, name, email, invited_by, recorded_at, version)
      SELECT *, 1 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[])`, [
      people.map((each) => each.id), people.map((each) => each.name), people.map((each) => each.email),
      people.map((each) => each.invitedBy), people.map((each) => each.recordedAt),
    ]);
  }

  async save(tx: Tx, person: Person): Promise<void> {
    await managerOf(tx).getRepository(personMapping).save(person);
  }

  async addAccounts(tx: Tx, accounts: readonly Account[], at: Date): Promise<void> {
    await sql(tx, `INSERT INTO account (issuer, subject, person_id, recorded_at) SELECT *, $4 FROM unnest($1::text[], $2::text[], $3::uuid[])`, [
      accounts.map((each) => each.issuer), accounts.map((each) => each.subject), accounts.map((each) => each.personId), at,
    ]);
  }

  /** The one organisation where this person holds or awaits a duty; empty where there is none yet, null where there are several or a wider reach. */
  async onlyOrganisation(tx: Tx, id: PersonId): Promise<string | null> {
    const rows = await sql<{ ods_code: string | null }>(tx, 'SELECT DISTINCT ods_code FROM duty_grant WHERE person_id = $1 AND ended_at IS NULL', [id]);
    return rows.length === 0 ? '' : rows.length === 1 ? rows[0]?.ods_code ?? null : null;
  }

  async endSessionsOf(tx: Tx, id: PersonId): Promise<void> {
    await sql(tx, 'DELETE FROM session WHERE person_id = $1', [id]);
  }
}
