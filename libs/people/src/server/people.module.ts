import { Global, Module } from '@nestjs/common';
import { nameConstraints } from '@accord/kernel/server';
import { Authorities, Grantors, PeopleToMail } from '../contract/index.js';
import './abilities.js';
import { AuthoritiesResolver } from './graphql/authorities-resolver.js';
import { MeResolver } from './graphql/me-resolver.js';
import { PeopleResolver } from './graphql/people-resolver.js';
import { GrantorsOfDuties, RegistersOfAuthority } from './read-models/authorities.js';
import { ProvenAddresses } from './read-models/proven-addresses.js';
import { AuthorityStore } from './storage/authority-store.js';
import { GrantStore } from './storage/grant-store.js';
import { MailAddressStore } from './storage/mail-address-store.js';
import { PeopleStore } from './storage/people-store.js';
import { SessionStore } from './storage/session-store.js';
import { ActorOf } from './use-cases/actor-of.js';
import { BeginSignIn } from './use-cases/begin-sign-in.js';
import { ChooseActing } from './use-cases/choose-acting.js';
import { ConfirmAuthority } from './use-cases/confirm-authority.js';
import { ConfirmGrant } from './use-cases/confirm-grant.js';
import { DisablePerson } from './use-cases/disable-person.js';
import { EndAuthority } from './use-cases/end-authority.js';
import { EndGrant } from './use-cases/end-grant.js';
import { FinishSignIn } from './use-cases/finish-sign-in.js';
import { GrantDuty } from './use-cases/grant-duty.js';
import { InvitePerson } from './use-cases/invite-person.js';
import { NameAdministrators } from './use-cases/name-administrators.js';
import { RecordAuthority } from './use-cases/record-authority.js';
import { SessionSettings } from './use-cases/session-settings.js';
import { SignOut } from './use-cases/sign-out.js';

nameConstraints({
  account_pkey: ['ACCOUNT_TAKEN', 'This account has just been given to somebody.'],
  duties_kept_apart: ['DUTIES_SEPARATED', 'These duties are not held by one person at once.'],
  duty_grant_four_eyes: ['SAME_PERSON', 'Somebody else confirms a duty than granted it or is to have it.'],
  duty_grant_never_to_oneself: ['NOT_TO_ONESELF', 'Nobody grants a duty to themselves.'],
  duty_grant_ods_code_fkey: ['UNKNOWN_ORGANISATION', 'There is no such organisation.'],
  duty_grant_locality_locality_id_fkey: ['UNKNOWN_LOCALITY', 'There is no such locality.'],
  duty_grant_installation_slot_key: ['ADMINISTRATORS_NAMED', 'The administrators of this installation have been named already.'],
  authority_four_eyes: ['SAME_PERSON', 'Somebody else confirms authority to sign than recorded it or is to have it.'],
  authority_never_for_oneself: ['NOT_TO_ONESELF', 'Nobody records authority to sign for themselves.'],
  authority_person_id_fkey: ['UNKNOWN_PERSON', 'There is no such person.'],
});

const useCases = [
  ActorOf, BeginSignIn, ChooseActing, ConfirmAuthority, ConfirmGrant, DisablePerson, EndAuthority, EndGrant, FinishSignIn, GrantDuty, InvitePerson,
  NameAdministrators, RecordAuthority, SignOut,
];

@Global()
@Module({
  providers: [
    AuthorityStore, GrantStore, MailAddressStore, PeopleStore, SessionStore, ...useCases,
    { provide: SessionSettings, useFactory: () => new SessionSettings() },
    { provide: Authorities, useClass: RegistersOfAuthority },
    { provide: Grantors, useClass: GrantorsOfDuties },
    { provide: PeopleToMail, useClass: ProvenAddresses },
    AuthoritiesResolver, MeResolver, PeopleResolver,
  ],
  exports: [Authorities, Grantors, PeopleToMail, SessionSettings, ...useCases],
})
export class PeopleModule {}
