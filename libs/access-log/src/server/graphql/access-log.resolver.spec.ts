import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { printSchema, type GraphQLSchema } from 'graphql';
import { AccessLogResolver } from './access-log.resolver.js';

async function schema(): Promise<GraphQLSchema> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  return app.get(GraphQLSchemaFactory).create([AccessLogResolver]);
}

describe('The access log over GraphQL', () => {
  it('takes an NHS number in the body of a mutation and nowhere else', async () => {
    const printed = printSchema(await schema());
    expect(printed.match(/nhsNumber/g)).toHaveLength(1);
    expect(printed).toMatch(/input NamePatientInput \{\s+nhsNumber: String!/);
    expect(printed).toMatch(/type Mutation \{[^}]*namePatient\(input: NamePatientInput!\): NamedPatient!/);
    expect(printed).toMatch(/accessEvents\([^)]*filter: AccessEventFilter/);
  });
});
