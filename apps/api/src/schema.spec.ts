import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { RESOLVER_PROPERTY_METADATA, RESOLVER_TYPE_METADATA } from '@nestjs/graphql';
import { isInputObjectType, isObjectType, isSpecifiedScalarType, type GraphQLSchema } from 'graphql';
import { DUTIES, DUTY_REACH, odsCode, type Actor, type Duty, type LocalityId, type PersonId } from '@accord/kernel';
import { mayEver, OPEN, REQUIRES } from '@accord/kernel/server';
import { subjectNamed } from './field-door.js';
import { builtSchema, printedSchema, resolvers } from './schema.js';

let schema: GraphQLSchema;
beforeAll(async () => { schema = await builtSchema(); });

/** Every method that answers a field: Query, Mutation, Subscription and ResolveField alike. */
const methods = resolvers().flatMap((resolver) => Object.getOwnPropertyNames(resolver.prototype as object).flatMap((name) => {
  const method: unknown = Object.getOwnPropertyDescriptor(resolver.prototype as object, name)?.value;
  const answers = typeof method === 'function' && name !== 'constructor' && (Reflect.hasMetadata(RESOLVER_TYPE_METADATA, method) || Reflect.hasMetadata(RESOLVER_PROPERTY_METADATA, method));
  return answers ? [{ name: `${resolver.name}.${name}`, open: Reflect.getMetadata(OPEN, method) as boolean | undefined, requires: Reflect.getMetadata(REQUIRES, method) as string | undefined }] : [];
}));

function anActor(duty: Duty): Actor {
  return {
    kind: 'person', personId: '0190a000-0000-7000-8000-000000000001' as PersonId, name: 'Invented', duty, odsCode: DUTY_REACH[duty] === 'organisation' ? odsCode('TSTP01') : null,
    localities: ['0190a000-0000-7000-8000-00000000c001' as LocalityId], acr: null, authenticatedAt: null, origin: 'spec',
  };
}

describe('The schema', () => {
  it('is the one that is committed and read in review; renew it with: node apps/api/dist/print-schema.js > apps/api/schema.graphql', async () => {
    expect(readFileSync(join(import.meta.dirname, '../schema.graphql'), 'utf8')).toBe(await printedSchema());
  });

  it('says of every query and mutation what it does', () => {
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.values(type?.getFields() ?? {}));
    expect(fields.filter((field) => !field.description).map((field) => field.name)).toEqual([]);
    expect(fields.length).toBeGreaterThan(50);
  });

  it('says of every input and every type what it is', () => {
    const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type) && type !== schema.getQueryType() && type !== schema.getMutationType());
    expect(types.filter((type) => !type.description).map((type) => type.name)).toEqual([]);
  });

  it('says of every date, hash, number and code that somebody sends in what form it is', () => {
    const needs = /(On|At|from|until|hash|digest|pem|nhsNumber|expectedVersion|idempotencyKey|serviceCode|views|side|kind|value|first|after|before)$/i;
    const untold = Object.values(schema.getTypeMap()).flatMap((type) => {
      if (isInputObjectType(type)) return Object.values(type.getFields()).filter((field) => needs.test(field.name) && !field.description).map((field) => `${type.name}.${field.name}`);
      if (!isObjectType(type) || type.name.startsWith('__')) return [];
      return Object.values(type.getFields()).flatMap((field) => field.args.filter((arg) => needs.test(arg.name) && !arg.description).map((arg) => `${type.name}.${field.name}(${arg.name})`));
    });
    expect(untold).toEqual([]);
  });

  it('asks every mutation for one input with an idempotency key, and for the version of what it changes', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const keyless = mutations.filter((field) => {
      const [input, ...more] = field.args.map((arg) => schema.getType(String(arg.type).replace(/[[\]!]/g, '')));
      return more.length > 0 || !isInputObjectType(input) || input.getFields()['idempotencyKey'] === undefined;
    });
    expect(keyless.map((field) => field.name)).toEqual([]);
  });
});

describe('Every method of every resolver', () => {
  it.each(methods)('$name says who may call it', ({ open, requires }) => {
    expect([open === true, requires !== undefined]).toEqual(expect.arrayContaining([true, false]));
  });

  it.each(methods.filter(({ requires }) => requires !== undefined))('$name requires $requires, which somebody is granted', ({ requires = '' }) => {
    const [subject = '', action = ''] = requires.split(':');
    expect(DUTIES.filter((duty) => mayEver(anActor(duty), action, subjectNamed(subject)))).not.toEqual([]);
  });

  it('is found by this walk: as many as the schema has queries and mutations, and more', () => {
    const offered = Object.keys({ ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() });
    expect(methods.length).toBeGreaterThan(offered.length);
    expect(offered.filter((name) => !methods.some((method) => method.name.endsWith(`.${name}`)))).toEqual([]);
  });

  it('stands in the schema with what it says, where the door of the field reads it', () => {
    const told = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type)).flatMap((type) => Object.values(type.getFields()))
      .map(({ extensions }) => [extensions[OPEN], extensions[REQUIRES]]).filter(([open, requires]) => open !== undefined || requires !== undefined);
    expect(told.map(String).sort()).toEqual(methods.map(({ open, requires }) => String([open, requires])).sort());
  });

  it('is open only where nobody in particular asks', () => {
    expect(methods.filter(({ open }) => open === true).map(({ name }) => name)).toEqual(['InstallationResolver.installation', 'MeResolver.me']);
  });
});
