import type { Duty, PersonId } from '@accord/kernel';
import { ConfirmAuthority, ConfirmGrant, GrantDuty, InvitePerson, NameAdministrators, RecordAuthority } from '@accord/people/server';
import { EXAMPLE_LOCALITIES, EXAMPLE_VIEWERS, inventedNames } from '@accord/tooling/server';
import { acting } from '../acting.js';
import { namedAdministrators } from '../database.js';
import type { ExamplePerson } from '../example-people.js';
import { inParallel } from '../scenarios/national/in-parallel.js';
import type { ExampleStage, Named } from './example-stage.js';

const SEED = 19_480_705;
const AT_ONCE = 4;
const INSTALLED = 420;

type Member = Pick<ExamplePerson, 'name' | 'duty' | 'odsCode'> & { readonly sub?: string };

/** Everybody of the example: who can sign in, and one signatory of every other organisation. */
export async function castExample(stage: ExampleStage, people: readonly ExamplePerson[], issuer: string, migratorUrl: string): Promise<void> {
  const members: readonly Member[] = [...people, ...otherSignatories(people)];
  const administrators = await nameAdministrators(stage, people.filter(({ duty }) => duty === 'system-administrator'), issuer, await namedAdministrators(migratorUrl));
  const others = members.filter(({ duty }) => duty !== 'system-administrator');
  const ids = await stage.play(INSTALLED - 2, '09:30', (at) => stage.get(InvitePerson).executeAll(acting(administrators[0], 'system-administrator', at),
    others.map(({ name, sub }) => ({ name, ...(sub === undefined ? {} : { account: { issuer, subject: sub } }) })), 'example:people'));
  const known = others.map((member, index) => ({ member, named: { id: ids[index]!, name: member.name } }));
  await stage.play(INSTALLED - 2, '10:30', (at) => inParallel(known, AT_ONCE, ({ member, named }) =>
    grant(stage, acting(administrators[0], 'system-administrator', at), acting(administrators[1], 'system-administrator', at), member, named.id)));

  const of = (duty: Duty): readonly [Named, Named] => known.filter(({ member }) => member.duty === duty).map(({ named }) => named) as unknown as readonly [Named, Named];
  stage.cast = { administrators, officers: of('activation-officer'), approvers: of('approver'), signatories: new Map() };
  stage.cast = { ...stage.cast, signatories: await authorities(stage, known) };
}

async function nameAdministrators(stage: ExampleStage, [one, other]: readonly ExamplePerson[], issuer: string, before: readonly PersonId[]): Promise<readonly [Named, Named]> {
  if (before.length > 0) return [{ id: before[0]!, name: one!.name }, { id: before[1]!, name: other!.name }];
  const installed = await stage.play(INSTALLED, '09:00', () =>
    stage.get(NameAdministrators).execute({ name: one!.name, issuer, subject: one!.sub }, { name: other!.name, issuer, subject: other!.sub }));
  return [{ id: installed[0].personId, name: one!.name }, { id: installed[1].personId, name: other!.name }];
}

/** Those who sign for organisations that nobody on the sign-in page speaks for. They have no account. */
function otherSignatories(people: readonly ExamplePerson[]): readonly Member[] {
  const spoken = new Set(people.filter(({ duty }) => duty === 'signatory').map(({ odsCode }) => odsCode));
  const codes = [...EXAMPLE_LOCALITIES.flatMap(({ practices }) => practices), ...EXAMPLE_VIEWERS].map(({ odsCode }) => odsCode).filter((code) => !spoken.has(code));
  const names = inventedNames(codes.length, SEED);
  return codes.map((odsCode, index) => ({ name: names[index]!, duty: 'signatory', odsCode }));
}

async function grant(stage: ExampleStage, first: ReturnType<typeof acting>, second: ReturnType<typeof acting>, { name, duty, odsCode }: Member, personId: PersonId): Promise<void> {
  const localities = duty === 'activation-officer' || duty === 'approver' ? [...stage.localities.values()] : null;
  const key = `example:grant:${name.replaceAll(' ', '-')}:${odsCode ?? duty}`;
  const granted = await stage.get(GrantDuty).execute(first, { personId, duty, odsCode: odsCode ?? null, localities, idempotencyKey: key });
  await stage.get(ConfirmGrant).execute(second, { grantId: granted.id, expectedVersion: granted.version, idempotencyKey: `${key}:confirmed` });
}

/** Who signs for an organisation stands in its register of authority: recorded by one officer, confirmed by the other. */
async function authorities(stage: ExampleStage, known: readonly { readonly member: Member; readonly named: Named }[]): Promise<ExampleStage['cast']['signatories']> {
  const viewers = new Set(EXAMPLE_VIEWERS.map(({ odsCode }) => odsCode));
  const title = ({ duty, odsCode }: Member): string => (duty === 'viewer-governance-lead' ? 'Information governance lead' : viewers.has(odsCode ?? '') ? 'Medical director' : 'Caldicott Guardian');
  const lines = known.filter(({ member }) => member.odsCode !== undefined && (member.duty === 'signatory' || member.duty === 'viewer-governance-lead'));
  const ids = await stage.play(INSTALLED - 3, '10:00', () => stage.get(RecordAuthority).executeAll(stage.officer(),
    lines.map(({ member, named }) => ({ odsCode: member.odsCode!, personId: named.id, roleTitle: title(member) })), 'example:authority'));
  await stage.play(INSTALLED - 4, '11:00', () => stage.get(ConfirmAuthority).executeAll(stage.otherOfficer(), ids.map((id) => ({ id, expectedVersion: 1 })), 'example:authority-confirmed'));
  const signatories = new Map<string, Named & { readonly authorityId: string }>();
  lines.forEach(({ member, named }, index) => {
    if (member.duty === 'signatory' && !signatories.has(member.odsCode!)) signatories.set(member.odsCode!, { ...named, authorityId: ids[index]! });
  });
  return signatories;
}
