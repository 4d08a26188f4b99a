import { newId, type Actor, type Duty, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import type { TestDatabase } from '@accord/kernel/testing';
import type { Proof } from '../contract/index.js';

/** An agreement version open for signing, a practice, a hospice, and the people around them: arranged straight in SQL, past every rule. */
export interface World {
  readonly localityId: LocalityId;
  readonly elsewhereId: LocalityId;
  readonly practice: OdsCode;
  readonly agreementId: string;
  readonly agreementVersionId: string;
  readonly ann: PersonId;
  readonly authorityId: string;
  person(name: string): Promise<PersonId>;
  actor(personId: PersonId, duty: Duty, where?: { readonly odsCode?: OdsCode; readonly localities?: readonly LocalityId[] }): Actor;
  proof(given?: Partial<Proof>): Proof;
}

const AT = new Date('2026-01-05T09:00:00Z');

export async function aWorld(database: TestDatabase): Promise<World> {
  const { owner } = database;
  const ids = { locality: newId<LocalityId>(AT), elsewhere: newId<LocalityId>(AT), agreement: newId(AT), version: newId(AT), authority: newId(AT) };
  const practice = 'TSTP00' as OdsCode;
  await owner.query('SET session_replication_role = replica');
  const person = async (name: string): Promise<PersonId> => {
    const id = newId<PersonId>(AT);
    await owner.query('INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, $3)', [id, name, AT]);
    return id;
  };
  const ann = await person('Dr Ann Example');
  const clerk = await person('Clare Clerk');
  const colleague = await person('Cora Colleague');
  await owner.query(`INSERT INTO locality (id, code, name, recorded_at) VALUES ($1, 'TST01', 'Testshire', $3), ($2, 'TST02', 'Elsewhere', $3)`, [ids.locality, ids.elsewhere, AT]);
  await owner.query(`INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ($1, 'Example Surgery', 'A', $2), ('TSTP01', 'Other Surgery', 'A', $2), ('TSTV01', 'Example Hospice', 'A', $2)`, [practice, AT]);
  await owner.query(`INSERT INTO authority (id, ods_code, person_id, role_title, during, recorded_by, recorded_at, confirmed_by, confirmed_at)
    VALUES ($1, $2, $3, 'Caldicott Guardian', tstzrange($4, NULL), $5, $4, $6, $4)`, [ids.authority, practice, ann, AT, clerk, colleague]);
  await owner.query(`INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at) VALUES ($1, 'DCR-TST-0001', 'DCR', $2, 'open', $3, $4)`, [ids.agreement, ids.locality, clerk, AT]);
  await owner.query(`INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at)
    VALUES ($1, $2, 1, 'Sharing', 'Direct care', 'direct-care', 'UK GDPR', '{}', '2026-04-01', '2027-04-01', '2028-03-31', tstzrange('2026-03-31T23:00:00Z', '2028-03-31T23:00:00Z'), $3, $4)`,
  [ids.version, ids.agreement, clerk, AT]);
  return {
    localityId: ids.locality, elsewhereId: ids.elsewhere, practice, agreementId: ids.agreement, agreementVersionId: ids.version, ann, authorityId: ids.authority, person,
    actor: (personId, duty, { odsCode, localities } = {}) => ({
      kind: 'person', personId, name: 'Somebody', duty, odsCode: odsCode ?? null, localities: localities ?? [], acr: 'AAL3_ANY', authenticatedAt: new Date('2026-03-02T08:59:00Z'), origin: 'spec',
    }),
    proof: (given = {}) => ({
      side: 'provider', agreementId: ids.agreement, agreementVersionId: ids.version, localityId: ids.locality, odsCode: practice, organisationName: 'Example Surgery',
      termsDigest: 'ab'.repeat(32), signatory: { authorityId: ids.authority, personId: ann, name: 'Dr Ann Example', roleTitle: 'Caldicott Guardian' },
      signedAt: new Date('2026-03-02T09:00:00Z'), ...given,
    }),
  };
}
