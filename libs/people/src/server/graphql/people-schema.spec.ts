import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { describe, expect, it } from '@jest/globals';
import { printSchema } from 'graphql';
import { AuthoritiesResolver } from './authorities-resolver.js';
import { MeResolver } from './me-resolver.js';
import { PeopleResolver } from './people-resolver.js';

@Module({ imports: [GraphQLSchemaBuilderModule] })
class SchemaModule {}

describe('the schema of people', () => {
  it('offers who one is, people, duties and registers, and an input with a key for every act', async () => {
    const app = await NestFactory.createApplicationContext(SchemaModule, { logger: false });
    const schema = await app.get(GraphQLSchemaFactory).create([MeResolver, PeopleResolver, AuthoritiesResolver]);
    const text = printSchema(schema);
    for (const name of Object.keys(schema.getMutationType()?.getFields() ?? {})) {
      const [input] = schema.getMutationType()?.getFields()[name]?.args ?? [];
      expect([name, text.includes(`input ${String(input?.type).replace('!', '')} {`)]).toEqual([name, true]);
      expect(new RegExp(`input ${String(input?.type).replace('!', '')} \\{[^}]*idempotencyKey: String!`).test(text)).toBe(true);
    }
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {}).sort()).toEqual(['authorities', 'duties', 'me', 'people']);
    await app.close();
  });
});
