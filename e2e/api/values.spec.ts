import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, getNamedType, getNullableType, isCompositeType, isEnumType, isInputObjectType, isListType, type GraphQLInputType } from 'graphql';
import { Client } from 'pg';
import type { Duty } from '@accord/kernel';
import { READS, WRITES } from '../matrix/matrix.js';
import { aWorld, type Subject, type World } from '../matrix/world.js';
import { LISTS, NUMBERS, TEXTS, type Case } from './values.js';

jest.setTimeout(120_000);

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../apps/api/schema.graphql'), 'utf8'));
const mutations = Object.values(schema.getMutationType()!.getFields());
const queries = Object.values(schema.getQueryType()!.getFields()).filter((field) => field.args.length > 0);
let world: World;
let before: string;

/** Everything that is kept, but for what every attempt leaves: records of refusals, keys of requests, when somebody was last seen, what was searched; and for what the clock brings by itself. */
async function kept(): Promise<string> {
  const owner = new Client({ connectionString: world.installation.migratorUrl });
  await owner.connect();
  const { rows: tables } = await owner.query<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
    AND table_name !~ '^(change_record|idempotency|session|sign_in_attempt|publication|receipt|gateway_contact|repository_|tuf_|signed_|access_event|feed_certificate|reconciliation|reminder_(letter|sent|told))' ORDER BY 1`);
  const counts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ sum: string }>(`SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS sum FROM ${name} t`);
    counts.push(`${name} ${rows[0]!.sum}`);
  }
  const { rows } = await owner.query<{ done: string }>("SELECT count(*)::text AS done FROM change_record WHERE outcome = 'done' AND type !~ '^(access-log|sign-in|person.chose)'");
  await owner.end();
  return [...counts.filter((line) => !/^(outbox|bullmq)/.test(line)), `done ${rows[0]!.done}`].join('\n');
}

const some = (duty: Duty): Subject => world.subjects.find((each) => each.duty === duty)!;
/** Who may do it, so that the value itself is what is judged. */
const whoMay = (operation: string): Subject => some((Object.keys(WRITES.find((row) => row.operation === operation)?.grants ?? { 'activation-officer': 'l' })[0] ?? 'activation-officer') as Duty);

/** Who may ask it of the whole country, or as far as anybody may, and somebody of a practice. */
function whoAsk(query: string): readonly Duty[] {
  const may = READS.filter((row) => row.operation === query).flatMap(({ grants }) => Object.entries(grants) as [Duty, string][]);
  const widest = (may.find(([, how]) => how.startsWith('n')) ?? may[0])?.[0] ?? 'auditor-national';
  return [...new Set<Duty>([widest, 'practice-governance-lead'])];
}

/** Something of the right kind for every field, naming nothing that is there. */
function plausible(type: GraphQLInputType, name: string): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [plausible(bare.ofType as GraphQLInputType, name)];
  const named = getNamedType(bare);
  if (isInputObjectType(named)) return Object.fromEntries(Object.values(named.getFields()).map((field) => [field.name, plausible(field.type, field.name)]));
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (named.name === 'Int') return 1;
  if (named.name === 'Boolean') return true;
  if (named.name === 'ID') return '0190a000-0000-7000-8000-00000000aaaa';
  if (/On$/.test(name)) return '2026-06-01';
  if (/odsCode|provider|consumer/i.test(name)) return 'TSTX99';
  // An account that is taken, so that a whole invitation comes to nothing.
  if (name === 'issuer') return `http://127.0.0.1:${world.installation.ports.identity}`;
  if (name === 'subject') return 'example-grace-adeyemi';
  if (name === 'email') return 'somebody@example.org';
  return name === 'idempotencyKey' ? 'a-key-of-the-spec' : 'Something';
}

function casesOf(type: GraphQLInputType): readonly Case[] {
  const bare = getNullableType(type);
  if (isListType(bare)) return LISTS;
  return getNamedType(bare).name === 'Int' ? NUMBERS : TEXTS;
}

/** Every place in an input where a value stands, as a path. */
function placesIn(type: GraphQLInputType, path: readonly string[] = []): { path: readonly string[]; type: GraphQLInputType }[] {
  const named = getNamedType(type);
  const inner = isInputObjectType(named) ? Object.values(named.getFields()).flatMap((field) => placesIn(field.type, [...path, field.name])) : [];
  return path.length === 0 ? inner : [{ path, type }, ...inner];
}

function put(input: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  if (Array.isArray(input)) return input.map((each) => put(each, path, value));
  const [name = '', ...rest] = path;
  const { [name]: old, ...others } = (input ?? {}) as Record<string, unknown>;
  if (rest.length === 0 && value === undefined) return others;
  return { ...others, [name]: put(old, rest, value) };
}

/** A few at a time, as people come. */
async function together(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  await Promise.all(Array.from({ length: 6 }, async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await task();
  }));
}

beforeAll(async () => {
  world = await aWorld();
  before = await kept();
}, 240_000);
afterAll(async () => world?.stop(), 60_000);

describe('A value nobody should send', () => {
  it.each(mutations.map((field) => [field.name, field] as const))('to %s is refused with a code, and never as a fault of ours', async (name, field) => {
    const { type } = field.args[0]!;
    const query = `mutation($input: ${String(type)}) { ${name}(input: $input) ${isCompositeType(getNamedType(field.type)) ? '{ __typename }' : ''} }`;
    const subject = whoMay(name);
    const whole = plausible(type, 'input');
    const wrong: string[] = [];
    const cases = placesIn(type).flatMap((place) => [...casesOf(place.type), { what: 'left out', value: undefined }].map((each) => ({ place, ...each })));
    await together(cases.map(({ place, what, value }) => async () => {
      if (name === 'invitePerson' && place.path[0] === 'account') return; // another account, or none, makes the invitation lawful
      if (['namePatient', 'askPatientSearch'].includes(name) && what === 'a number shaped like a patient') return; // which is what they are for
      const began = performance.now();
      const { status, data, errors, text } = await world.graphql(subject, query, { input: put(whole, place.path, value) });
      const code = errors[0]?.extensions.code;
      const where = `${place.path.join('.')}: ${what}`;
      if (code === undefined && data?.[name] != null) wrong.push(`${where}: was done`);
      if (code === 'INTERNAL' || status >= 500 || (code === undefined && data?.[name] == null)) wrong.push(`${where}: ${status} ${code} ${text.slice(0, 120)}`);
      if (/stack|node_modules|SELECT |INSERT |relation "/.test(text) || (what === 'a number shaped like a patient' && text.includes('9990000018'))) wrong.push(`${where}: says too much: ${text.slice(0, 200)}`);
      if (performance.now() - began > 5_000) wrong.push(`${where}: took long`);
    }));
    expect(wrong).toEqual([]);
  });

  it.each(queries.map((field) => [field.name, field] as const))('to the query %s is answered or refused, and never a fault of ours', async (name, field) => {
    const header = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? '{ __typename }' : '';
    const query = `query(${header}) { ${name}(${field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')}) ${inner} }`;
    const wrong: string[] = [];
    for (const duty of whoAsk(name)) {
      for (const arg of field.args) {
        for (const place of [{ path: [] as readonly string[], type: arg.type }, ...placesIn(arg.type)]) {
          await together(casesOf(place.type).map(({ what, value }) => async () => {
            const optional = Object.fromEntries(field.args.filter((other) => String(other.type).endsWith('!') && other.defaultValue === undefined).map((other) => [other.name, plausible(other.type, other.name)]));
            const variables = { ...optional, [arg.name]: place.path.length === 0 ? value : put({}, place.path, value) };
            const { status, errors, text } = await world.graphql(some(duty), query, variables);
            if (errors[0]?.extensions.code === 'INTERNAL' || status >= 500) wrong.push(`${duty} ${arg.name}.${place.path.join('.')}: ${what}: ${text.slice(0, 160)}`);
          }));
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has changed nothing', async () => {
    expect(await kept()).toBe(before);
  });
});
