import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, getNamedType, isCompositeType } from 'graphql';
import { OPEN, READS, WRITES, type Row } from './matrix.js';
import { PLACES, type Place } from './places.js';
import { asking, inputOf } from './questions.js';
import { aWorld, type Subject, type World } from './world.js';

jest.setTimeout(120_000);

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../apps/api/schema.graphql'), 'utf8'));
const DENIED: ReadonlySet<string> = new Set(['NOT_PERMITTED', 'NOT_FOUND', 'SIGN_IN_NEEDED', 'NOT_THEIRS_TO_LIFT', 'SECOND_PERSON_NEEDED']);
let world: World;
let policies: Map<string, readonly { action: string; subject: string; conditions: Record<string, unknown>; needsStepUp: boolean; needsReason: boolean }[]>;
let versions: Map<string, number>;

const nameOf = ({ duty, odsCode, localities }: Subject): string => [duty ?? 'nobody', odsCode ?? localities[0]].filter(Boolean).join(' of ');
const rowName = ({ operation, on }: Row): string => `${operation} on ${on}`;

/** What the matrix says: the letter of this duty, and whether this subject stands where the letter says. */
function expected(row: Row, subject: Subject): boolean {
  const letters = subject.duty === null ? undefined : row.grants[subject.duty];
  if (letters === undefined) return false;
  const { owners, parties, localities, self } = PLACES[row.on];
  switch (letters[0]) {
    case 'o': return owners.includes('*') || owners.includes(subject.odsCode ?? '');
    case 'p': return parties.includes(subject.odsCode ?? '');
    case 'l': return subject.localities.some((code) => localities.includes(code));
    case 's': return self === subject.person;
    default: return letters[0] === 'n';
  }
}

/** Registers are open to staff of every locality: an organisation may share or look in several. */
const REGISTERS: readonly string[] = ['gate_fact', 'authority', 'duty_grant', 'person', 'system_certificate'];
/** Written together: an act on a part moves the stop and the evidence that belong to it. */
const FAMILY: readonly string[] = ['participation', 'consumer_part', 'stop', 'evidence'];

/**
 * Inside the fence of R9: which organisations, localities or the nation a person reaches. The database keeps that; which duty inside
 * it reads or does what, abilities keep.
 */
function isInside(row: Row, subject: Subject): boolean {
  const { owners, parties, localities, self, table } = PLACES[row.on];
  if ([...READS, ...WRITES].some((other) => other.on === row.on && expected(other, subject))) return true;
  const isRegister = table !== undefined && REGISTERS.includes(table);
  const organisations = isRegister || row.on.toLowerCase().includes('evidence') ? owners : [...owners, ...parties];
  const national: readonly (string | null)[] = ['auditor-national', 'support', ...(isRegister ? ['activation-officer', 'approver', 'system-administrator'] : [])];
  return organisations.includes(subject.odsCode ?? '') || subject.localities.some((code) => !isRegister && localities.includes(code)) || self === subject.person || national.includes(subject.duty);
}

/** The first gate: the server's own abilities of this person, asked with the facts of the thing. */
function allowedByPolicy(row: Row, subject: Subject, facts: Place['facts'] | null): boolean {
  const [kind, action] = row.act.split(':');
  const given = (name: string): unknown => JSON.parse(JSON.stringify(facts?.[name] ?? null).replaceAll('"L"', `"${world.ids['locality']}"`).replaceAll('"G"', `"${world.ids['person']}"`).replaceAll('"*"', `"${subject.odsCode}"`)) as unknown;
  return (policies.get(nameOf(subject)) ?? []).some((rule) => rule.subject === kind && rule.action === action && (facts === null || Object.entries(rule.conditions).every(([name, wanted]) => {
    const values = [given(name)].flat();
    const wantedOnes = typeof wanted === 'object' && wanted !== null ? (wanted as { $in: unknown[] }).$in : [wanted];
    return values.some((value) => wantedOnes.includes(value));
  })));
}

interface Told { readonly data: Record<string, unknown> | null; readonly code: string | null; readonly text: string }

async function ask(subject: Subject, query: string, variables: Readonly<Record<string, unknown>>, strong = true): Promise<Told> {
  const { data, errors, text } = await world.graphql(subject, query, variables, strong);
  return { data, code: errors[0]?.extensions.code ?? null, text };
}

function mutationText(operation: string): string {
  const field = schema.getMutationType()!.getFields()[operation]!;
  return `mutation($input: ${String(field.args[0]!.type)}) { ${operation}(input: $input) ${isCompositeType(getNamedType(field.type)) ? '{ __typename }' : ''} }`;
}

async function act(row: Row, subject: Subject, given: { id: string | null; version: number | null }, strong = true): Promise<Told> {
  const id = given.id ?? '0190a000-0000-7000-8000-00000000abcd';
  if (row.operation === 'POST /evidence/uploads') return world.upload(subject, `/evidence/uploads?participation=${id}`, { expectedVersion: String(given.version ?? 999_999_999) });
  if (row.operation === 'POST /directory/files') return world.upload(subject, '/directory/files', { isOlder: 'perhaps' });
  if (row.operation.startsWith('POST /campaigns/')) return world.upload(subject, `/campaigns/${id}/practices/TSTP01/instructions`, { reason: 'It wrote', keep: world.ids['participation']! });
  return ask(subject, mutationText(row.operation), { input: inputOf(row, { ...given, key: 'matrix-key', person: world.ids['person']! }) }, strong);
}

beforeAll(async () => {
  world = await aWorld();
  policies = new Map();
  for (const subject of world.subjects) {
    const { data } = await ask(subject, '{ me { abilities { action subject conditions needsStepUp needsReason } } }', {});
    const told = (data as { me: { abilities: { action: string; subject: string; conditions: string; needsStepUp: boolean; needsReason: boolean }[] } | null }).me?.abilities ?? [];
    policies.set(nameOf(subject), told.map((rule) => ({ ...rule, conditions: JSON.parse(rule.conditions) as Record<string, unknown> })));
  }
  versions = new Map();
  for (const [thing, { table }] of Object.entries(PLACES)) {
    if (table === undefined) continue;
    const [row] = await world.asDatabase({ duty: 'worker' as never, odsCode: null, localities: [], person: null }, `SELECT version FROM ${table} WHERE id = $1`, [world.ids[thing]]) as { version: number }[];
    versions.set(thing, row!.version);
  }
}, 240_000);
afterAll(async () => world?.stop(), 60_000);

describe('The matrix', () => {
  it('has a row for every query and mutation, and no row for what is not there', () => {
    const offered = [...Object.keys(schema.getQueryType()!.getFields()), ...Object.keys(schema.getMutationType()!.getFields())];
    const rows = [...READS, ...WRITES].map((row) => row.operation).filter((operation) => !operation.includes(' '));
    expect([...new Set([...rows, ...OPEN])].sort()).toEqual(offered.sort());
  });

  it('has a row for every address that asks who one is, but those of signing in and out', async () => {
    const { paths } = await (await fetch(`${world.installation.facts.origin}/openapi.json`)).json() as { paths: Record<string, Record<string, { security?: unknown }>> };
    const addresses = Object.entries(paths).filter(([path]) => !path.startsWith('/auth/'))
      .flatMap(([path, methods]) => Object.entries(methods).filter(([, { security }]) => security === undefined).map(([method]) => `${method.toUpperCase()} ${path}`));
    expect([...new Set([...READS, ...WRITES].map((row) => row.operation).filter((operation) => operation.includes(' ')))].sort()).toEqual(addresses.sort());
  });
});

describe('Reading', () => {
  it.each(READS.map((row) => [rowName(row), row] as const))('%s: abilities, the API and the database agree with the matrix', async (_name, row) => {
    const wrong: string[] = [];
    const questions = asking(row, world.ids);
    const { table } = PLACES[row.on];
    for (const subject of world.subjects) {
      const should = expected(row, subject);
      const ever = subject.duty !== null && [...READS, ...WRITES].some((other) => other.act === row.act && other.grants[subject.duty!] !== undefined);
      const [real, absent] = questions === null ? await world.files(row, subject) : [await ask(subject, questions.real.query, questions.real.variables), await ask(subject, questions.absent.query, questions.absent.variables)];
      const seen = questions === null ? real.code === null : questions.real.sees(real.data);
      if (seen !== should) wrong.push(`${nameOf(subject)}: the API ${seen ? 'shows' : `hides (${real.code})`} it`);
      const complaint = questions?.real.complaint?.(real.data, subject) ?? null;
      if (complaint !== null) wrong.push(`${nameOf(subject)}: ${complaint}`);
      if (real.code !== null && (should || !DENIED.has(real.code))) wrong.push(`${nameOf(subject)}: ${real.code}`);
      if (subject.person === null && row.operation !== 'me' && real.code !== 'SIGN_IN_NEEDED') wrong.push(`nobody: ${real.code}`);
      if (!should && !isInside(row, subject) && questions?.real.showsMore !== true && real.text !== absent.text) wrong.push(`${nameOf(subject)}: what is not theirs reads ${real.text}, what is not there ${absent.text}`);
      if (ever !== allowedByPolicy(row, subject, null)) wrong.push(`${nameOf(subject)}: abilities say ${String(!ever)}`);
      if (table === undefined || subject.person === null) continue;
      const rows = await world.asDatabase(subject, `SELECT 1 FROM ${table} WHERE id = $1`, [world.ids[row.on]]);
      if (should && rows.length !== 1) wrong.push(`${nameOf(subject)}: the database hides it`);
      if (!isInside(row, subject) && rows.length !== 0) wrong.push(`${nameOf(subject)}: the database shows it`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('Doing', () => {
  it.each(WRITES.map((row) => [rowName(row), row] as const))('%s: abilities, the API and the database agree with the matrix', async (_name, row) => {
    const wrong: string[] = [];
    const id = world.ids[row.on] ?? '';
    for (const subject of world.subjects) {
      const should = expected(row, subject);
      const letters = (subject.duty === null ? undefined : row.grants[subject.duty]) ?? '';
      if (should !== allowedByPolicy(row, subject, PLACES[row.on].facts)) wrong.push(`${nameOf(subject)}: abilities say ${String(!should)}`);
      // Whoever may, sends what nothing comes of; whoever may not, sends the real thing.
      const told = await act(row, subject, { id, version: should ? null : versions.get(row.on) ?? null });
      if (told.code === null) wrong.push(`${nameOf(subject)}: it was done`);
      else if (should && !(row.meets ?? 'STALE').split(' ').includes(told.code)) wrong.push(`${nameOf(subject)}: may, and meets ${told.code}`);
      else if (!should && !DENIED.has(told.code)) wrong.push(`${nameOf(subject)}: may not, and meets ${told.code}`);
      if (subject.person === null && told.code !== 'SIGN_IN_NEEDED') wrong.push(`nobody: ${told.code}`);
      if (!should && !isInside(row, subject) && PLACES[row.on].table !== undefined) {
        const { text } = await act(row, subject, { id: null, version: versions.get(row.on) ?? null });
        if (text !== told.text) wrong.push(`${nameOf(subject)}: what is not theirs reads ${told.text}, what is not there ${text}`);
      }
      if (should && letters.includes('u')) {
        const weak = await act(row, subject, { id, version: versions.get(row.on) ?? null }, false);
        if (weak.code !== 'STEP_UP_NEEDED') wrong.push(`${nameOf(subject)}: without a fresh sign-in meets ${weak.code}`);
      }
      const [kind, action] = row.act.split(':');
      const rules = (policies.get(nameOf(subject)) ?? []).filter((rule) => rule.subject === kind && rule.action === action);
      if (should && rules.length > 0 && (rules.every((rule) => rule.needsStepUp) !== letters.includes('u') || rules.every((rule) => rule.needsReason) !== letters.includes('r'))) wrong.push(`${nameOf(subject)}: abilities ask for other things than "${letters}"`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(PLACES).filter(([, { table }]) => table !== undefined).map(([thing, { table }]) => [thing, table!] as const))('%s: the database lets nobody write across the fence', async (thing, table) => {
    const wrong: string[] = [];
    for (const subject of world.subjects) {
      if (subject.person === null) continue;
      const rows = await world.asDatabase(subject, `UPDATE ${table} SET version = version WHERE id = $1 RETURNING 1`, [world.ids[thing]]);
      const wrote = typeof rows !== 'string' && rows.length > 0;
      if (wrote && !WRITES.some((row) => (PLACES[row.on].table === table || (FAMILY.includes(table) && FAMILY.includes(PLACES[row.on].table ?? ''))) && expected(row, subject))) wrong.push(nameOf(subject));
    }
    expect(wrong).toEqual([]);
  });
});

it('Nothing of all that changed anything', async () => {
  for (const [thing, version] of versions) {
    const [row] = await world.asDatabase({ duty: 'worker' as never, odsCode: null, localities: [], person: null }, `SELECT version FROM ${PLACES[thing as keyof typeof PLACES].table} WHERE id = $1`, [world.ids[thing]]) as { version: number }[];
    expect([thing, row!.version]).toEqual([thing, version]);
  }
});
