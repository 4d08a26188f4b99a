import { Injectable } from '@nestjs/common';
import { systemActor, type PersonId } from '@accord/kernel';
import { Changes, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { GrantId } from '../../contract/index.js';
import { DutyGrant } from '../domain/duty-grant.js';
import { Person } from '../domain/person.js';
import { AdministratorsNamed, TwoAdministrators } from '../domain/refusals.js';
import { GrantStore } from '../storage/grant-store.js';
import { PeopleStore } from '../storage/people-store.js';

export interface NamedAdministrator {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
}

export interface InstalledAdministrator {
  readonly personId: PersonId;
  readonly grantId: GrantId;
}

/** Installation names two administrators, once. From then on every duty needs somebody who proposes and somebody else who confirms. */
@Injectable()
export class NameAdministrators {
  constructor(
    private readonly transactions: Transactions, private readonly people: PeopleStore, private readonly grants: GrantStore,
    private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(one: NamedAdministrator, other: NamedAdministrator): Promise<readonly [InstalledAdministrator, InstalledAdministrator]> {
    const input = [one, other];
    return this.transactions.run(systemActor('installation'), { act: 'installation.name-administrators', input }, async (tx) => {
      if (one.issuer === other.issuer && one.subject === other.subject) throw new TwoAdministrators();
      if (await this.grants.administratorsNamed(tx)) throw new AdministratorsNamed();
      const at = timeOf(tx);
      const people = input.map((each) => Person.invite(each, null, at)) as [Person, Person];
      const grants = [DutyGrant.atInstallation(people[0].id, 1, at), DutyGrant.atInstallation(people[1].id, 2, at)] as const;

      await this.people.add(tx, people);
      await this.people.addAccounts(tx, input.map(({ issuer, subject }, index) => ({ issuer, subject, personId: people[index]!.id })), at);
      for (const grant of grants) await this.grants.add(tx, grant);
      await this.changes.record(tx, ...people.map((person, index) => ({
        type: 'installation.administrators-named', subject: person.id, details: { name: person.name, issuer: input[index]!.issuer, subject: input[index]!.subject },
      })));
      await this.outbox.append(tx, { type: 'installation.administrators-named', subject: people[0].id });
      return [{ personId: people[0].id, grantId: grants[0].id }, { personId: people[1].id, grantId: grants[1].id }] as const;
    });
  }
}
