import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { CertificateAuthority, EXAMPLE_PEOPLE, type ExamplePerson, Installation, seedFirstStart } from '@accord/app-accord/testing';
import { acts, READY_FACTS } from '../chain/acts.js';
import type { Diary } from './diary.js';
import { PersonAtWork } from './person-at-work.js';
import type { Lane } from './reference-model.js';

/** Two agreements at a time, of two practices each with the same two viewing organisations. */
export const LANES: readonly Lane[] = [{ providers: ['TSTP01', 'TSTP02'], consumers: ['TSTV01', 'TSTV02'] }, { providers: ['TSTP03', 'TSTP04'], consumers: ['TSTV01', 'TSTV02'] }];
export const PROVIDERS = LANES.flatMap(({ providers }) => providers);
export const CONSUMERS = LANES[0]!.consumers;
/** The certificate that each viewing organisation presents from the first day on. */
export const FIRST_CERTIFICATES: Readonly<Record<string, string>> = { consumer: 'TSTV01', other: 'TSTV02' };

const STAFF = { drafter: 'carys-lowell', officer: 'dev-marchetti', approver: 'esme-thornbury', administrator: 'ada-whitlock', otherAdministrator: 'bram-okafor' } as const;
const KNOWN: Readonly<Record<string, string>> = { TSTP01: 'grace-adeyemi', TSTV01: 'maren-dube' };
/** Comes back at once, as often as it dies. */
const PATIENCE = { ready: 60_000, drain: 10_000, firstPause: 100, longestPause: 1_000, healthy: 1_000 };

export class FaultWorld {
  private constructor(readonly installation: Installation, readonly diary: Diary, private readonly folder: string, readonly staff: Readonly<Record<keyof typeof STAFF, PersonAtWork>>,
    private readonly parties: ReadonlyMap<string, PersonAtWork>, readonly localityId: string) {}

  /** A whole installation that loses nothing if it is what it says: fsync on, every process its own, and only then people and organisations. */
  static async open(diary: Diary): Promise<FaultWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'accord-faults-'));
    const others = [...PROVIDERS, ...CONSUMERS].filter((code) => KNOWN[code] === undefined).map((odsCode): ExamplePerson => ({
      id: `signs-for-${odsCode.toLowerCase()}`, sub: `signs-for-${odsCode}`, name: `Signs for ${odsCode}`, about: 'Somebody else', odsCode, duty: odsCode.startsWith('TSTP') ? 'signatory' : 'viewer-governance-lead',
    }));
    const installation = await Installation.open({ home: folder, firstStart: seedFirstStart, people: [...EXAMPLE_PEOPLE, ...others], patience: PATIENCE, say: (line) => { diary.say(line); } });
    await installation.start();
    const { origin } = installation.facts;
    const staff = {} as Record<keyof typeof STAFF, PersonAtWork>;
    for (const [role, name] of Object.entries(STAFF)) staff[role as keyof typeof STAFF] = await PersonAtWork.enter(origin, name, diary);
    const parties = new Map<string, PersonAtWork>();
    const { localities } = await staff.drafter.ask<{ localities: { items: { id: string }[] } }>('{ localities { items { id } } }');
    const world = new FaultWorld(installation, diary, folder, staff, parties, localities.items[0]!.id);
    await world.settle(others);
    for (const odsCode of [...PROVIDERS, ...CONSUMERS]) parties.set(odsCode, await PersonAtWork.enter(origin, KNOWN[odsCode] ?? `signs-for-${odsCode.toLowerCase()}`, diary));
    return world;
  }

  itself(odsCode: string): PersonAtWork {
    return this.parties.get(odsCode)!;
  }

  /** Asked past every fence, on a connection of its own: what is on disk. */
  async sql<Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
    const url = new URL(this.installation.migratorUrl);
    [url.username, url.password] = ['accord', this.installation.secrets.databasePasswords.superuser];
    const client = new Client({ connectionString: url.href, application_name: 'accord faults' });
    client.on('error', () => undefined); // told again by the query
    await client.connect();
    try {
      return (await client.query(text, params as unknown[])).rows as Row[];
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** A new certificate of the installation's own authority. */
  async issue(name: string): Promise<string> {
    const { home } = this.installation;
    await (await CertificateAuthority.of(home, new Date())).issue({ pem: home.certificate(name), key: home.certificateKey(name) }, name, 'client');
    return readFileSync(home.certificate(name), 'utf8');
  }

  /** The server with all its processes, in one blow: what stood in their memory alone is gone. */
  async crashDatabase(): Promise<void> {
    const server = this.installation.processes().find(({ name }) => name === 'postgres')?.pid;
    const family = server === null || server === undefined ? [] : childrenOf(server);
    const dead = this.installation.kill('postgres');
    for (const pid of family) killed(pid);
    await dead;
  }

  async everythingServes(): Promise<void> {
    for (const name of ['postgres', 'signer', 'api', 'worker', 'publisher', 'feed', 'gateway'] as const) await this.installation.whenReady(name);
  }

  async close(): Promise<void> {
    await this.installation.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async settle(others: readonly ExamplePerson[]): Promise<void> {
    const { administrator, otherAdministrator, drafter, officer } = this.staff;
    for (const { odsCode } of others) {
      const isPractice = odsCode!.startsWith('TSTP');
      await this.sql(`INSERT INTO organisation (ods_code, name, status, prescribing_setting, commissioner_code, recorded_at) VALUES ($1, $2, 'A', $3, 'TSTL01', '2026-01-01Z')`, [odsCode, `Organisation ${odsCode}`, isPractice ? 4 : 2]);
      if (isPractice) await this.sql(`INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at) VALUES ($1, $2, $3, '[2020-01-01,)', '2026-01-01Z')`, [randomUUID(), this.localityId, odsCode]);
    }
    const key = (): { idempotencyKey: string } => ({ idempotencyKey: randomUUID() });
    const issuer = `http://127.0.0.1:${this.installation.ports.identity}`;
    for (const { sub, name, duty, odsCode } of others) {
      const { invitePerson } = await administrator.ask<{ invitePerson: { id: string } }>(
        'mutation($input: InvitePersonInput!) { invitePerson(input: $input) { id } }', { input: { name, account: { issuer, subject: sub }, ...key() } });
      const { grantDuty } = await administrator.ask<{ grantDuty: { id: string; version: number } }>(
        'mutation($input: GrantDutyInput!) { grantDuty(input: $input) { id version } }', { input: { personId: invitePerson.id, duty, odsCode, ...key() } });
      await otherAdministrator.ask('mutation($input: ConfirmGrantInput!) { confirmGrant(input: $input) { id } }', { input: { grantId: grantDuty.id, expectedVersion: grantDuty.version, ...key() } });
      const { recordAuthority } = await drafter.ask<{ recordAuthority: { id: string; version: number } }>(
        'mutation($input: RecordAuthorityInput!) { recordAuthority(input: $input) { id version } }', { input: { odsCode, personId: invitePerson.id, roleTitle: 'Caldicott Guardian', ...key() } });
      await officer.ask('mutation($input: ConfirmAuthorityInput!) { confirmAuthority(input: $input) { id } }', { input: { authorityId: recordAuthority.id, expectedVersion: recordAuthority.version, ...key() } });
    }
    const pem = await this.issue('other');
    const { registerSystemCertificate: { id, version } } = await administrator.ask<{ registerSystemCertificate: { id: string; version: number } }>(
      'mutation($input: RegisterSystemCertificateInput!) { registerSystemCertificate(input: $input) { id version } }', { input: { consumerOdsCode: 'TSTV02', systemName: 'Other viewer', pem, ...key() } });
    await otherAdministrator.ask('mutation($input: ConfirmSystemCertificateInput!) { confirmSystemCertificate(input: $input) { id } }', { input: { id, expectedVersion: version, impactHash: await acts.impact(otherAdministrator, 'confirmCertificates', { ids: [id] }), ...key() } });
  }

  /** What the gates ask of everybody; facts are taken of whom an agreement names. */
  async makeReady(): Promise<void> {
    const { drafter, officer } = this.staff;
    await acts.facts(drafter, officer, [...PROVIDERS, ...CONSUMERS].flatMap((odsCode) => READY_FACTS.filter((fact) => fact.odsCode.startsWith(odsCode.slice(0, 4))).map((fact) => ({ ...fact, odsCode }))));
  }
}

/** Those of a process, where the system tells. */
function childrenOf(parent: number): number[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => parentOf(pid) === parent);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return null; // gone meanwhile
  }
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
