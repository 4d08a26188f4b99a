import { operatorActor, type Actor, type LocalityId, type PersonId } from '@accord/kernel';
import { SystemClock } from '@accord/kernel/server';
import { RecordGateFacts, type GateFactInput } from '@accord/activations/server';
import { ConfirmAuthority, ConfirmGrant, GrantDuty, InvitePerson, NameAdministrators, RecordAuthority } from '@accord/people/server';
import { acting } from '../../acting.js';
import type { Capabilities } from '../../capabilities.js';
import { previewed } from '../../previewed.js';
import type { Country, Organisation } from './country.js';

const ISSUER = 'https://identity.invalid';

/** Everybody the national run needs. Invented; staff hold duties, signatories stand in the registers of authority. */
export interface Cast {
  readonly administrators: readonly [Actor, Actor];
  readonly officer: Actor;
  readonly otherOfficer: Actor;
  readonly approver: Actor;
  /** Who signs for an organisation. */
  signatoryOf(odsCode: string): Actor;
}

export const operator = operatorActor('national scenario');

export async function castOf(capabilities: Capabilities, country: Country): Promise<Cast> {
  const at = new SystemClock().now();
  const get = capabilities.get;
  const named = await get(NameAdministrators).execute({ name: 'Ada Whitlock', issuer: ISSUER, subject: 'administrator-1' }, { name: 'Bram Okafor', issuer: ISSUER, subject: 'administrator-2' });
  const administrators = [acting({ id: named[0].personId, name: 'Ada Whitlock' }, 'system-administrator', at), acting({ id: named[1].personId, name: 'Bram Okafor' }, 'system-administrator', at)] as const;

  const organisations = country.localities.flatMap(({ practices, viewers }) => [...practices, ...viewers]);
  const staff = ['Carys Lowell', 'Dev Marchetti', 'Esme Thornbury'];
  const ids = await get(InvitePerson).executeAll(administrators[0], [...staff, ...organisations.map(({ odsCode }) => `Signatory of ${odsCode}`)].map((name) => ({ name })));
  const localities = country.localities.map((locality) => locality.id);
  const [officer, otherOfficer, approver] = await Promise.all((['activation-officer', 'activation-officer', 'approver'] as const).map(async (duty, index) => {
    const person = { id: ids[index]!, name: staff[index]! };
    await grant(capabilities, administrators, person.id, duty, localities);
    return acting(person, duty, at, { localities });
  })) as [Actor, Actor, Actor];

  const signatories = new Map(organisations.map(({ odsCode }, index) => [odsCode, { id: ids[index + staff.length]!, name: `Signatory of ${odsCode}` }]));
  await registerSignatories(capabilities, officer, otherOfficer, organisations, signatories);
  return {
    administrators, officer, otherOfficer, approver,
    // A step-up is good for minutes; a national day of signing takes longer than one.
    signatoryOf: (odsCode) => acting(signatories.get(odsCode)!, 'signatory', new SystemClock().now(), { odsCode }),
  };
}

/** The same person, freshly signed in. */
export function freshly(actor: Actor): Actor {
  return { ...actor, authenticatedAt: new SystemClock().now() };
}

async function grant(capabilities: Capabilities, [first, second]: readonly [Actor, Actor], personId: PersonId, duty: 'activation-officer' | 'approver', localities: readonly LocalityId[]): Promise<void> {
  const granted = await capabilities.get(GrantDuty).execute(first, { personId, duty, localities });
  await capabilities.get(ConfirmGrant).execute(second, { grantId: granted.id, expectedVersion: granted.version });
}

async function registerSignatories(capabilities: Capabilities, officer: Actor, confirmer: Actor, organisations: readonly Organisation[], signatories: ReadonlyMap<string, { readonly id: PersonId }>): Promise<void> {
  const ids = await capabilities.get(RecordAuthority).executeAll(officer, organisations.map(({ odsCode }) => ({ odsCode, personId: signatories.get(odsCode)!.id, roleTitle: 'Caldicott Guardian' })));
  await capabilities.get(ConfirmAuthority).executeAll(confirmer, ids.map((id) => ({ id, expectedVersion: 1 })));
}

/** What the readiness gates read: invented, recorded by one officer and confirmed by the other. */
export async function recordGates(capabilities: Capabilities, cast: Cast, country: Country): Promise<void> {
  const fact = (odsCode: string, kind: string, value: string): GateFactInput => ({ odsCode, kind, value, source: 'National scenario', fromOn: '2020-01-01' });
  const facts = country.localities.flatMap(({ practices, viewers }) => [
    ...practices.map(({ odsCode }) => fact(odsCode, 'hosting', 'hosted-centrally')),
    ...viewers.flatMap(({ odsCode }) => [
      fact(odsCode, 'accession-declaration', 'approved'), fact(odsCode, 'data-protection-assurance', 'approved'), fact(odsCode, 'role-profiles', 'complete'),
      fact(odsCode, 'consent-to-view', 'complete'), fact(odsCode, 'legitimate-relationship', 'complete'),
    ]),
  ]);
  const { ids } = await capabilities.get(RecordGateFacts).record(cast.officer, { facts });
  await capabilities.get(RecordGateFacts).confirm(cast.otherOfficer, { ids, impactHash: await previewed.confirmFacts(capabilities, cast.otherOfficer, ids) });
}
