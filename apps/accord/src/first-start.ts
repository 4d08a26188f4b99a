import { readFileSync } from 'node:fs';
import { operatorActor, type Actor, type Duty, type LocalityId, type PersonId } from '@accord/kernel';
import { SystemClock, type RunningRole } from '@accord/kernel/server';
import { ImportDirectory } from '@accord/directory/server';
import { ConfirmAuthority, ConfirmGrant, GrantDuty, InvitePerson, NameAdministrators, RecordAuthority } from '@accord/people/server';
import { ConfirmGateway, ConfirmSystemCertificates, RegisterGateway, RegisterSystemCertificates } from '@accord/systems/server';
import { acting } from './acting.js';
import { Capabilities } from './capabilities.js';
import { namedAdministrators } from './database.js';
import { EXAMPLE_PEOPLE, type ExamplePerson } from './example-people.js';
import { exampleDirectory, LOCALITY, PRACTICE, VIEWER } from './example-directory.js';
import { previewed } from './previewed.js';
import { GATEWAY_CODE } from './programs.js';
import type { Home } from './state/home.js';
import type { Secrets } from './state/secrets.js';

/** What the first start of an installation is given to fill its database with. */
export interface FirstStartContext {
  readonly home: Home;
  readonly secrets: Secrets;
  readonly databaseUrls: Readonly<Record<RunningRole, string>>;
  readonly migratorUrl: string;
  /** The issuer that the people of this installation sign in with. */
  readonly openIdIssuer: string;
  readonly now: Date;
  readonly say: (line: string) => void;
}

/** Called after the migrations while the database knows no person, and again if it did not come to its end: it may meet its own work. */
export type FirstStart = (context: FirstStartContext) => Promise<void>;

type Named = { readonly id: PersonId; readonly name: string };
const AUTHORITY: Readonly<Record<string, string>> = { 'signatory': 'Caldicott Guardian', 'viewer-governance-lead': 'Information governance lead' };

/**
 * The people of the example, one locality with one practice and one viewing organisation, its gateway and its registered system; no
 * agreement. Every step is the use-case a person would use, under an idempotency key, so that a start that was cut short goes on.
 */
export async function seedFirstStart({ home, databaseUrls, migratorUrl, openIdIssuer, say }: FirstStartContext): Promise<void> {
  say('first start: example organisations and people');
  const capabilities = await Capabilities.open(databaseUrls.api, home);
  try {
    const at = new SystemClock().now();
    const get = capabilities.get;
    await get(ImportDirectory).execute(operatorActor('first start'), { bytes: exampleDirectory(), isDryRun: false, editionOn: '2013-01-01' });
    const [locality] = await capabilities.dataSource.query<{ id: LocalityId }[]>('SELECT id FROM locality WHERE code = $1', [LOCALITY]);
    const [one, other] = await administrators(capabilities, openIdIssuer, await namedAdministrators(migratorUrl));
    const [first, second] = [acting(one, 'system-administrator', at), acting(other, 'system-administrator', at)];

    const people = EXAMPLE_PEOPLE.filter((person) => person.duty !== 'system-administrator');
    const ids = await get(InvitePerson).executeAll(first, people.map(({ name, sub }) => ({ name, account: { issuer: openIdIssuer, subject: sub } })), 'first-start:people');
    const known = new Map(people.map((person, index) => [person, { id: ids[index]!, name: person.name }]));
    for (const [person, { id }] of known) await grant(capabilities, first, second, person, id, locality!.id);

    const officers = [...known].filter(([person]) => person.duty === 'activation-officer').map(([, named]) => acting(named, 'activation-officer', at, { localities: [locality!.id] }));
    await authorities(capabilities, officers[0]!, officers[1]!, known);

    const gateway = await get(RegisterGateway).execute(first, { code: GATEWAY_CODE, name: 'Reference gateway', pem: readFileSync(home.certificate('gateway'), 'utf8'), localityCodes: [LOCALITY], idempotencyKey: 'first-start:gateway' });
    await get(ConfirmGateway).execute(second, { id: gateway.id, expectedVersion: gateway.version, idempotencyKey: 'first-start:gateway-confirmed' });
    const certificates = await get(RegisterSystemCertificates).execute(first, {
      certificates: [{ consumerOdsCode: VIEWER, systemName: 'Viewer', pem: readFileSync(home.certificate('consumer'), 'utf8') }], idempotencyKey: 'first-start:certificate',
    });
    await get(ConfirmSystemCertificates).execute(second, {
      certificates: certificates.map(({ id, version }) => ({ id, expectedVersion: version })), impactHash: await previewed.confirmCertificates(capabilities, second, certificates), idempotencyKey: 'first-start:certificate-confirmed',
    });
    say(`first start: ${EXAMPLE_PEOPLE.length} people, locality ${LOCALITY} with practice ${PRACTICE} and viewing organisation ${VIEWER}; no agreement yet`);
  } finally {
    await capabilities.close();
  }
}

async function administrators(capabilities: Capabilities, issuer: string, before: readonly PersonId[]): Promise<readonly [Named, Named]> {
  const [one, other] = EXAMPLE_PEOPLE.filter((person) => person.duty === 'system-administrator') as [ExamplePerson, ExamplePerson];
  if (before.length > 0) return [{ id: before[0]!, name: one.name }, { id: before[1]!, name: other.name }];
  const installed = await capabilities.get(NameAdministrators).execute({ name: one.name, issuer, subject: one.sub }, { name: other.name, issuer, subject: other.sub });
  return [{ id: installed[0].personId, name: one.name }, { id: installed[1].personId, name: other.name }];
}

async function grant(capabilities: Capabilities, first: Actor, second: Actor, person: ExamplePerson, personId: PersonId, locality: LocalityId): Promise<void> {
  const duty: Duty = person.duty;
  const key = `first-start:${person.id}`;
  const granted = await capabilities.get(GrantDuty).execute(first, {
    personId, duty, odsCode: person.odsCode ?? null, localities: duty === 'activation-officer' || duty === 'approver' ? [locality] : null, idempotencyKey: key,
  });
  await capabilities.get(ConfirmGrant).execute(second, { grantId: granted.id, expectedVersion: granted.version, idempotencyKey: `${key}:confirmed` });
}

/** Who signs for the practice and for the viewing organisation stands in their registers of authority. */
async function authorities(capabilities: Capabilities, recorder: Actor, confirmer: Actor, known: ReadonlyMap<ExamplePerson, Named>): Promise<void> {
  const lines = [...known].filter(([person]) => AUTHORITY[person.duty] !== undefined && person.odsCode !== undefined)
    .map(([person, { id }]) => ({ odsCode: person.odsCode!, personId: id, roleTitle: AUTHORITY[person.duty]! }));
  const ids = await capabilities.get(RecordAuthority).executeAll(recorder, lines, 'first-start:authority');
  await capabilities.get(ConfirmAuthority).executeAll(confirmer, ids.map((id) => ({ id, expectedVersion: 1 })), 'first-start:authority-confirmed');
}
