import 'reflect-metadata';
import { Module, type DynamicModule, type ForwardReference, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory, RESOLVER_TYPE_METADATA } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { readSearchKeys } from '@accord/access-log/server';
import { capabilities, type Keeping } from './bindings.js';
import { describeSchema } from './describe-schema.js';

/** Enough to list what capabilities offer; nothing made of it ever runs. */
const NOTHING_KEPT = {
  vault: null, seal: null, checkers: null, installation: { isExample: false }, mailGoes: 'nowhere', searchKeys: readSearchKeys({ data: '0'.repeat(64), index: '1'.repeat(64) }),
} as unknown as Keeping;

@Module({ imports: [GraphQLSchemaBuilderModule] })
class SchemaModule {}

/** Every resolver class the server answers with. */
export function resolvers(): Type[] {
  return capabilities(NOTHING_KEPT).flatMap((each) => resolversIn(each));
}

function resolversIn(each: Type | DynamicModule | ForwardReference | Promise<DynamicModule>): Type[] {
  if (each instanceof Promise || 'forwardRef' in each) return [];
  const module = 'module' in each ? each.module : each;
  const declared = (name: string): unknown[] => [...(Reflect.getMetadata(name, module) as unknown[] | undefined ?? []), ...('module' in each ? (each as unknown as Record<string, unknown[] | undefined>)[name] ?? [] : [])];
  const own = (declared('providers') as Provider[]).filter((one): one is Type => typeof one === 'function' && Reflect.hasMetadata(RESOLVER_TYPE_METADATA, one));
  return [...own, ...(declared('imports') as Type[]).flatMap(resolversIn)];
}

/** The schema as the server makes it, in the order of the alphabet. */
export async function builtSchema(): Promise<GraphQLSchema> {
  const app = await NestFactory.createApplicationContext(SchemaModule, { logger: false });
  try {
    return describeSchema(lexicographicSortSchema(await app.get(GraphQLSchemaFactory).create(resolvers())));
  } finally {
    await app.close();
  }
}

/** What `apps/api/schema.graphql` must hold. */
export async function printedSchema(): Promise<string> {
  return `# Made from the resolvers; renewed with: node apps/api/dist/print-schema.js > apps/api/schema.graphql\n\n${printSchema(await builtSchema())}\n`;
}
