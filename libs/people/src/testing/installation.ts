import { randomUUID } from 'node:crypto';
import type { Actor, Clock, Duty, LocalityId, OdsCode, PersonId } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import type { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { GrantId } from '../contract/index.js';
import { ActorOf } from '../server/use-cases/actor-of.js';
import { BeginSignIn } from '../server/use-cases/begin-sign-in.js';
import { ChooseActing } from '../server/use-cases/choose-acting.js';
import { ConfirmAuthority } from '../server/use-cases/confirm-authority.js';
import { ConfirmGrant } from '../server/use-cases/confirm-grant.js';
import { DisablePerson } from '../server/use-cases/disable-person.js';
import { EndAuthority } from '../server/use-cases/end-authority.js';
import { EndGrant } from '../server/use-cases/end-grant.js';
import { FinishSignIn } from '../server/use-cases/finish-sign-in.js';
import { GrantDuty } from '../server/use-cases/grant-duty.js';
import { InvitePerson } from '../server/use-cases/invite-person.js';
import { NameAdministrators } from '../server/use-cases/name-administrators.js';
import { RecordAuthority } from '../server/use-cases/record-authority.js';
import { SessionSettings } from '../server/use-cases/session-settings.js';
import { SignOut } from '../server/use-cases/sign-out.js';
import { AuthorityStore } from '../server/storage/authority-store.js';
import { MailAddressStore } from '../server/storage/mail-address-store.js';
import { GrantStore } from '../server/storage/grant-store.js';
import { PeopleStore } from '../server/storage/people-store.js';
import { SessionStore } from '../server/storage/session-store.js';

/** Every use-case of people over one database, without Nest. */
export class PeopleInstallation {
  readonly transactions: Transactions;
  readonly settings = new SessionSettings();
  readonly inviting; readonly disabling; readonly granting; readonly confirming; readonly ending; readonly naming;
  readonly recording; readonly confirmingAuthority; readonly endingAuthority;
  readonly beginning; readonly finishing; readonly choosing; readonly leaving; readonly actors;

  constructor(source: DataSource, readonly clock: Clock) {
    const [changes, outbox, people, grants, authorities, sessions] = [new Changes(), new Outbox(), new PeopleStore(), new GrantStore(), new AuthorityStore(), new SessionStore()];
    const transactions = this.transactions = new Transactions(source, clock);
    this.inviting = new InvitePerson(transactions, people, changes, outbox);
    this.disabling = new DisablePerson(transactions, people, changes, outbox);
    this.granting = new GrantDuty(transactions, people, grants, changes, outbox);
    this.confirming = new ConfirmGrant(transactions, people, grants, changes, outbox);
    this.ending = new EndGrant(transactions, grants, changes, outbox);
    this.naming = new NameAdministrators(transactions, people, grants, changes, outbox);
    this.recording = new RecordAuthority(transactions, authorities, changes, outbox);
    this.confirmingAuthority = new ConfirmAuthority(transactions, authorities, changes, outbox);
    this.endingAuthority = new EndAuthority(transactions, authorities, changes, outbox);
    this.beginning = new BeginSignIn(transactions, sessions);
    this.finishing = new FinishSignIn(transactions, sessions, new MailAddressStore(), changes, this.settings);
    this.choosing = new ChooseActing(transactions, sessions, changes);
    this.leaving = new SignOut(transactions, sessions, changes);
    this.actors = new ActorOf(transactions, sessions, this.settings);
  }

  /** The two administrators of a fresh installation, freshly signed in with the stronger credential. */
  async administrators(issuer = 'https://identity.example'): Promise<readonly [Actor, Actor]> {
    const named = await this.naming.execute({ name: 'Sys Adams', issuer, subject: 'admin-1' }, { name: 'Sys Baker', issuer, subject: 'admin-2' });
    return [administrator(named[0].personId, 'Sys Adams', this.clock.now()), administrator(named[1].personId, 'Sys Baker', this.clock.now())];
  }

  /** Somebody with a duty, proposed by one administrator and confirmed by the other. */
  async personWith(
    [one, other]: readonly [Actor, Actor], name: string,
    held: { readonly duty: Duty; readonly odsCode?: OdsCode; readonly localities?: readonly LocalityId[] } | null, account?: { issuer: string; subject: string },
  ): Promise<{ readonly actor: Actor; readonly personId: PersonId; readonly grantId: GrantId | null }> {
    const { id: personId } = await this.inviting.execute(one, { name, account, idempotencyKey: randomUUID() });
    const grantId = held === null ? null : await this.grant([one, other], personId, held);
    return {
      personId, grantId,
      actor: { ...administrator(personId, name, this.clock.now()), duty: held?.duty ?? null, odsCode: held?.odsCode ?? null, localities: held?.localities ?? [] },
    };
  }

  async grant([one, other]: readonly [Actor, Actor], personId: PersonId, held: { readonly duty: Duty; readonly odsCode?: OdsCode; readonly localities?: readonly LocalityId[] }): Promise<GrantId> {
    const grant = await this.granting.execute(one, { personId, ...held });
    await this.confirming.execute(other, { grantId: grant.id, expectedVersion: grant.version });
    return grant.id;
  }
}

function administrator(personId: PersonId, name: string, at: Date): Actor {
  return { kind: 'person', personId, name, duty: 'system-administrator', odsCode: null, localities: [], acr: 'AAL3_ANY', authenticatedAt: at, origin: 'spec' };
}

/** Places to hold duties in, put there as the owner of the database. */
export async function somePlaces(owner: Client, at: Date): Promise<{ readonly localityId: LocalityId }> {
  const localityId = randomUUID() as LocalityId;
  await owner.query(`INSERT INTO locality (id, code, name, recorded_at) VALUES ($1, 'TSTL01', 'Aldermoor', $2)`, [localityId, at]);
  await owner.query(`INSERT INTO organisation (ods_code, name, status, commissioner_code, recorded_at) VALUES
    ('TSTP01', 'Elm Road Surgery', 'A', 'TSTL01', $1), ('TSTP02', 'Quay Street Practice', 'A', 'TSTL02', $1), ('TSTV01', 'Aldermoor Out of Hours', 'A', 'TSTL01', $1)`, [at]);
  await owner.query(`INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at) VALUES ($1, $2, 'TSTP01', '[2020-01-01,)', $3)`, [randomUUID(), localityId, at]);
  return { localityId };
}
