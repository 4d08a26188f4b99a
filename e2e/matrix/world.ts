import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPdf } from '@accord/evidence/testing';
import { londonDayOf, type Duty } from '@accord/kernel';
import { Visitor } from '@accord/people/testing';
import { Client } from 'pg';
import { EXAMPLE_PEOPLE, type ExamplePerson, type Installation } from '@accord/app-accord/testing';
import { postGraphql, signedIn, type GraphqlAnswer } from '../api/running-product.js';
import { installationAfter } from '../chain/after-first-start.js';
import { acts, READY_FACTS, type Agreement } from '../chain/acts.js';
import { aQuestion, decide, Player, until } from '../chain/cast.js';
import type { Row } from './matrix.js';

const ABSENT = '0190a000-0000-7000-8000-00000000abcd';
/** A file of the directory that was read, and what was to become of its one line. */
export const READ_FILE = '0190a000-0000-7000-8000-00000000f11e';

/** Who asks: one person in one duty. TSTP01 and TSTV01 share in TSTL01; TSTP02 and TSTV02 stand beside them; TSTP03 and TSTV03 are of TSTL02. */
export interface Subject {
  readonly duty: Duty | null;
  readonly odsCode: string | null;
  readonly localities: readonly string[];
  readonly person: string | null;
}

export interface Met {
  readonly data: null;
  readonly code: string | null;
  readonly text: string;
}

export interface World {
  readonly installation: Installation;
  readonly subjects: readonly Subject[];
  graphql(subject: Subject, query: string, variables: Readonly<Record<string, unknown>>, strong?: boolean): Promise<GraphqlAnswer>;
  /** What a GET meets on the thing of a row, and on one that is not there. */
  files(row: Row, subject: Subject): Promise<readonly [Met, Met]>;
  /** Says why, and fetches the file. */
  readEvidence(subject: Subject, id: string, reason: string): Promise<Uint8Array>;
  upload(subject: Subject, path: string, fields: Readonly<Record<string, string>>): Promise<Met>;
  readonly ids: Readonly<Record<string, string>>;
  /** The row that the access log keeps of one permitted look. */
  readonly messageId: string;
  /** Rows as one running role sees them, with this person introduced to row-level security. */
  asDatabase(subject: Subject, text: string, params: readonly unknown[]): Promise<readonly unknown[] | string>;
  stop(): Promise<void>;
}

const HOME: Readonly<Record<Duty, readonly (readonly [string | null, string | null])[]>> = {
  'signatory': [['TSTP01', 'grace-adeyemi'], ['TSTV01', 'kezia-holloway'], ['TSTP02', null], ['TSTP03', null]],
  'practice-governance-lead': [['TSTP01', 'imogen-castell'], ['TSTP02', null], ['TSTP03', null]],
  'viewer-governance-lead': [['TSTV01', 'maren-dube'], ['TSTV02', null], ['TSTV03', null]],
  'auditor-organisation': [['TSTP01', 'quinn-ellery'], ['TSTP02', null], ['TSTP03', null]],
  'privacy-officer': [['TSTV01', 'rosa-tindall'], ['TSTP01', null], ['TSTP02', null], ['TSTV03', null]],
  'activation-officer': [['TSTL01', 'carys-lowell'], ['TSTL02', null]],
  'approver': [['TSTL01', 'esme-thornbury'], ['TSTL02', null]],
  'auditor-national': [[null, 'odile-barrington']],
  'system-administrator': [[null, 'ada-whitlock']],
  'support': [[null, 'tamsin-roy']],
};

export async function aWorld(): Promise<World> {
  const strangers: ExamplePerson[] = [];
  const subjects: Subject[] = Object.entries(HOME).flatMap(([duty, places]) => places.map(([place, known]): Subject => {
    const id = known ?? `${duty}-${place!.toLowerCase()}`;
    if (known === null) strangers.push({ id, sub: `example-${id}`, name: `${duty} of ${place}`, about: 'Somebody else', duty: duty as Duty, ...(place!.startsWith('TSTL') ? {} : { odsCode: place! }) });
    const isLocality = place?.startsWith('TSTL') === true;
    return { duty: duty as Duty, odsCode: isLocality ? null : place, localities: isLocality ? [place] : [], person: id };
  }));
  strangers.push({ id: 'no-duty', sub: 'example-no-duty', name: 'Nell Nodd', about: 'No duty', duty: 'support' });
  subjects.push({ duty: null, odsCode: null, localities: [], person: 'no-duty' }, { duty: null, odsCode: null, localities: [], person: null });

  const folder = mkdtempSync(join(tmpdir(), 'accord-matrix-'));
  const installation = await installationAfter('seed', folder, { people: [...EXAMPLE_PEOPLE, ...strangers] });
  await installation.start();
  const localities = await neighbours(installation.migratorUrl);
  await invite(installation, strangers, localities);
  const visitors = new Map<string, Visitor>();
  for (const { person } of subjects) if (person !== null) visitors.set(person, await signedIn(installation, person));
  const { ids, messageId } = await story(installation, localities['TSTL01']!);

  const personIds = new Map<string, string>();
  for (const [person, visitor] of visitors) personIds.set(person, (await visitor.graphql<{ me: { person: { id: string } } }>('{ me { person { id } } }')).data!.me.person.id);
  const nobody = new Visitor(installation.facts.origin);
  const visitorOf = ({ person }: Subject): Visitor => (person === null ? nobody : visitors.get(person)!);
  const weak = new Map<string, Visitor>();
  const client = new Client({ connectionString: installation.databaseUrls.api });
  await client.connect();
  return {
    installation, subjects, ids: { ...ids, locality: localities['TSTL01']!, person: personIds.get('grace-adeyemi')! }, messageId,
    graphql: async (subject, query, variables, strong = true) => postGraphql(strong ? visitorOf(subject) : await weakly(installation, weak, subject), { query, variables }),
    files: async (row, subject) => {
      const [method, path] = row.operation.split(' ') as ['GET' | 'POST', string];
      const visitor = visitorOf(subject);
      const begin = (id: string) => visitor.visit(`/evidence/${id}/readings`, { method: 'POST', body: '{"reason":"A question"}', headers: { 'content-type': 'application/json', 'origin': installation.facts.origin } });
      const get = async (id: string): Promise<Met> => {
        const reading = path.startsWith('/evidence') ? await begin(id) : null;
        const token = reading?.status === 201 ? `?reading=${(JSON.parse(reading.text) as { token: string }).token}` : '';
        const { status, text } = method === 'POST' ? reading! : await visitor.visit(`${path.replace('{id}', id).replace('{n}', '1').replace('{odsCode}', 'TSTP01')}${token}`);
        return status === 200 || status === 201 ? { data: null, code: null, text: 'a file' } : { data: null, code: (JSON.parse(text) as { code: string }).code, text };
      };
      return [await get(ids[row.on]!), await get(ABSENT)];
    },
    readEvidence: async (subject, id, reason) => {
      const headers = { 'content-type': 'application/json', 'origin': installation.facts.origin };
      const { token } = JSON.parse((await visitorOf(subject).visit(`/evidence/${id}/readings`, { method: 'POST', body: JSON.stringify({ reason }), headers })).text) as { token: string };
      const path = `/evidence/${id}/file?reading=${token}`;
      const cookie = `accord_session=${visitorOf(subject).cookie('accord_session')}`;
      return new Uint8Array(await (await fetch(`${installation.facts.origin}${path}`, { headers: { cookie } })).arrayBuffer());
    },
    upload: async (subject, path, fields) => {
      const form = Object.entries({ authorityId: ids['authority']!, signedOn: '2026-03-01', ...fields }).map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('');
      const { text } = await visitorOf(subject).visit(path, {
        method: 'POST', body: `${form}--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\nhello\r\n--b--\r\n`,
        headers: { 'content-type': 'multipart/form-data; boundary=b', 'x-accord-request': '1', 'origin': installation.facts.origin },
      });
      return { data: null, code: (JSON.parse(text) as { code: string }).code, text };
    },
    asDatabase: async (subject, text, params) => {
      await client.query('BEGIN');
      try {
        await client.query("SELECT set_config('accord.person', $1, true), set_config('accord.duty', $2, true), set_config('accord.ods', $3, true), set_config('accord.localities', $4, true), set_config('accord.at', $5, true)",
          [subject.person === null ? '' : personIds.get(subject.person), subject.duty ?? '', subject.odsCode ?? '', `{${subject.localities.map((code) => localities[code]).join(',')}}`, '2026-11-22T00:00:00Z']);
        return (await client.query(text, params as unknown[])).rows;
      } catch (fault) {
        return (fault as { code?: string }).code ?? 'FAULT';
      } finally {
        await client.query('ROLLBACK');
      }
    },
    stop: async () => {
      await client.end();
      await installation.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same person, signed in without the stronger credential. */
async function weakly(installation: Installation, known: Map<string, Visitor>, { person }: Subject): Promise<Visitor> {
  const visitor = known.get(person!) ?? await signedIn(installation, person!, false);
  known.set(person!, visitor);
  return visitor;
}

/** Two more practices and viewing organisations, and a second locality. */
async function neighbours(migratorUrl: string): Promise<Record<string, string>> {
  const owner = new Client({ connectionString: migratorUrl });
  await owner.connect();
  const other = randomUUID();
  await owner.query(`INSERT INTO locality (id, code, name, recorded_at) VALUES ($1, 'TSTL02', 'Birchfield', '2026-01-01Z')`, [other]);
  const { rows } = await owner.query<{ id: string; code: string }>('SELECT id, code FROM locality');
  const byCode = Object.fromEntries(rows.map(({ id, code }) => [code, id]));
  for (const [code, setting, place] of [['TSTP02', 4, 'TSTL01'], ['TSTV02', 2, 'TSTL01'], ['TSTP03', 4, 'TSTL02'], ['TSTV03', 2, 'TSTL02']] as const) {
    await owner.query(`INSERT INTO organisation (ods_code, name, status, prescribing_setting, commissioner_code, recorded_at) VALUES ($1, $2, 'A', $3, $4, '2026-01-01Z')`, [code, `Organisation ${code}`, setting, place]);
    if (setting === 4) await owner.query(`INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at) VALUES ($1, $2, $3, '[2020-01-01,)', '2026-01-01Z')`, [randomUUID(), byCode[place], code]);
  }
  await owner.query(`INSERT INTO directory_import_run (id, state, file_name, file_sha256, file_bytes, terms, submitted_by, submitted_as, submitted_from, submitted_at)
    VALUES ($1, 'discarded', 'a-file.csv', 'x', 1, '{}', $2, 'system-administrator', 'a story', '2026-01-01Z')`, [READ_FILE, randomUUID()]);
  await owner.query(`INSERT INTO directory_import_verdict (run_id, line, ods_code, name, verdict, fields, faults) VALUES ($1, 1, 'TSTP01', 'A line', 'unchanged', '{}', '[]')`, [READ_FILE]);
  await owner.end();
  return byCode;
}

async function invite(installation: Installation, people: readonly ExamplePerson[], localities: Readonly<Record<string, string>>): Promise<void> {
  const [ada, bram] = [await Player.enter(installation, 'ada-whitlock'), await Player.enter(installation, 'bram-okafor')];
  const issuer = `http://127.0.0.1:${installation.ports.identity}`;
  const key = (): { idempotencyKey: string } => ({ idempotencyKey: randomUUID() });
  for (const { id, sub, name, duty, odsCode } of people) {
    const { invitePerson } = await ada.ask<{ invitePerson: { id: string } }>('mutation($input: InvitePersonInput!) { invitePerson(input: $input) { id } }', { input: { name, account: { issuer, subject: sub }, ...key() } });
    if (id === 'no-duty') continue;
    const place = id.endsWith('tstl02') ? { localities: [localities['TSTL02']] } : { odsCode };
    const { grantDuty } = await ada.ask<{ grantDuty: { id: string; version: number } }>('mutation($input: GrantDutyInput!) { grantDuty(input: $input) { id version } }', { input: { personId: invitePerson.id, duty, ...place, ...key() } });
    await bram.ask('mutation($input: ConfirmGrantInput!) { confirmGrant(input: $input) { id } }', { input: { grantId: grantDuty.id, expectedVersion: grantDuty.version, ...key() } });
  }
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** One agreement that lives and is suspended by its practice, one draft of the same parties, and one look that was permitted in between. */
async function story(installation: Installation, localityId: string): Promise<{ ids: Record<string, string>; messageId: string }> {
  const enter = (person: string): Promise<Player> => Player.enter(installation, person);
  const [officer, second, approver, signatory, lead, viewer, admin] = [
    await enter('carys-lowell'), await enter('dev-marchetti'), await enter('esme-thornbury'), await enter('grace-adeyemi'), await enter('imogen-castell'), await enter('maren-dube'), await enter('ada-whitlock'),
  ];
  const draft = await acts.draft(officer, localityId, 'DCR-TSTL01-0002');
  let agreement: Agreement = await acts.open(officer, await acts.draft(officer, localityId, 'DCR-TSTL01-0001', { reviewOn: inDays(30) }));
  const party = (side: 'provider' | 'consumer') => agreement.parties.find((each) => each.side === side)!;
  await acts.sign(signatory, party('provider'));
  await acts.accept(viewer, party('consumer'));
  agreement = (await acts.agreement(officer, agreement.id))!;
  for (const side of ['provider', 'consumer'] as const) await acts.verify(second, party(side));
  await acts.facts(officer, second, READY_FACTS);
  const activation = await acts.submit(officer, agreement);
  await acts.goLive(officer, await acts.approve(approver, activation));
  const messageId = 'the-look-of-the-story';
  await until(() => decide(installation, aQuestion({ messageId, prescriptionId: 'RX-OF-THE-STORY', user: { id: 'user-of-the-story', name: 'Wren Calloway', jobRole: 'R8000' } })), ({ body }) => body.decision === 'permit');
  agreement = (await acts.agreement(officer, agreement.id))!;
  const { suspendParty } = await lead.ask<{ suspendParty: { stopId: string } }>('mutation($input: PartyWithReasonInput!) { suspendParty(input: $input) { stopId } }',
    { input: { id: party('provider').id, side: 'provider', expectedVersion: party('provider').version, reason: 'A worry' } });
  const { draftCampaign } = await officer.ask<{ draftCampaign: { id: string; version: number } }>('mutation($input: DraftCampaignInput!) { draftCampaign(input: $input) { id version } }',
    { input: { kind: 'review', title: 'The review of the year', message: 'Please review what you have signed.', answerBy: inDays(30), practices: ['TSTP01'] } });
  await officer.ask('mutation($input: MoveInput!) { askCampaign(input: $input) { id } }', { input: { id: draftCampaign.id, expectedVersion: draftCampaign.version } });
  const { proposeViewSet } = await second.ask<{ proposeViewSet: { id: string } }>('mutation($input: ProposeViewSetInput!) { proposeViewSet(input: $input) { id } }',
    { input: { consumerOdsCode: 'TSTV01', serviceCode: 'DCR', views: ['summary', 'events'], reason: 'The night team asked for it', lapsesOn: inDays(60) } });
  const { authorities } = await admin.ask<{ authorities: { items: { id: string; odsCode: string }[] } }>('{ authorities { items { id odsCode } } }');
  const authority = authorities.items.find((each) => each.odsCode === 'TSTP01')!.id;
  // The practice answers nothing in Accord: it writes, and an officer takes its letter in.
  const letter = await officer.upload(`/campaigns/${draftCampaign.id}/practices/TSTP01/instructions`, { authorityId: authority, signedOn: londonDayOf(new Date()), signedPage: '1', reason: 'It wrote to us', keep: party('provider').id }, aPdf());
  const evidence = await officer.ask<{ evidenceOfAgreement: { id: string; odsCode: string }[] }>('query($id: ID!) { evidenceOfAgreement(agreementId: $id) { id odsCode } }', { id: agreement.id });
  const of = (code: string): string => evidence.evidenceOfAgreement.find((each) => each.odsCode === code)!.id;
  const { gateFacts } = await officer.ask<{ gateFacts: { id: string }[] }>('{ gateFacts(odsCode: "TSTP01") { id } }');
  const { duties } = await admin.ask<{ duties: { items: { id: string; odsCode: string | null; duty: string }[] } }>('{ duties(odsCode: "TSTP01") { items { id odsCode duty } } }');
  const { systemCertificates } = await admin.ask<{ systemCertificates: { items: { id: string }[] } }>('{ systemCertificates { items { id } } }');
  const { directoryImports } = await admin.ask<{ directoryImports: { items: { id: string }[] } }>('{ directoryImports { items { id } } }');
  const { gateways } = await admin.ask<{ gateways: { items: { id: string; certificates: { id: string }[] }[] } }>('{ gateways { items { id certificates { id } } } }');
  const auditor = await enter('odile-barrington');
  await until(() => auditor.ask<{ reconciliation: object | null }>('{ reconciliation { lookedAt } }'), (told) => told.reconciliation !== null);
  const { answer: { appliedBy } } = await until(() => auditor.ask<{ appliedBy: { publication: number | null } }>('query($subject: String) { appliedBy(subject: $subject) { publication } }', { subject: activation.id }), (told) => told.appliedBy.publication !== null);
  const looks = await until(() => auditor.ask<{ accessEvents: { events: { id: string }[] } }>('query($messageId: String) { accessEvents(filter: { messageId: $messageId }, reason: "The story") { events { id } } }', { messageId }), ({ accessEvents }) => accessEvents.events.length > 0);
  return {
    messageId,
    ids: {
      log: looks.answer.accessEvents.events[0]!.id,
      agreement: agreement.id, draft: draft.id, participation: party('provider').id, part: party('consumer').id, activation: activation.id, stop: suspendParty.stopId, campaign: draftCampaign.id, proposal: proposeViewSet.id,
      evidence: of('TSTP01'), partEvidence: of('TSTV01'), letterEvidence: String(letter.body['evidenceId']), fact: gateFacts[0]!.id, authority,
      grant: duties.items.find((each) => each.duty === 'signatory')!.id, certificate: systemCertificates.items[0]!.id, gateway: gateways.items[0]!.id, gatewayCertificate: gateways.items[0]!.certificates[0]!.id, import: directoryImports.items[0]!.id, publication: String(appliedBy.publication),
    },
  };
}
