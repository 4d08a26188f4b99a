import fastify from 'fastify';
import type { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiConfig } from '../config.js';
import { addRoutes } from './add-routes.js';
import { OPENAPI } from './openapi.js';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}
const operations = Object.entries(OPENAPI.paths).flatMap(([path, methods]) => Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })));
const served: string[] = [];

beforeAll(async () => {
  const server = fastify();
  server.addHook('onRoute', ({ method, url }) => { for (const each of [method].flat()) if (each !== 'HEAD') served.push(`${each} ${url.replace(/:(\w+)/g, '{$1}')}`); });
  const config = { ACCORD_ORIGIN: 'http://127.0.0.1:3000', ACCORD_OIDC_ISSUER: 'http://127.0.0.1:3003', ACCORD_METRICS_TOKEN: 'x' } as ApiConfig;
  await addRoutes(server, { get: () => ({}) as never }, {} as DataSource, config);
  await server.ready();
  await server.close();
});

describe('/openapi.json', () => {
  it('describes every address beside /graphql, and no other', () => {
    expect(operations.map(({ name }) => name).sort()).toEqual([...new Set(served)].sort());
    expect(served.length).toBeGreaterThan(8);
  });

  it.each(operations)('says of $name what it does, what it answers, and what stands in its address', ({ path, operation }) => {
    expect(operation.summary).toMatch(/\S.*\.$/);
    expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
    const named = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  });

  it('points to nothing that is not there', () => {
    const pointers = [...JSON.stringify(OPENAPI).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!.split('/'));
    expect(pointers.length).toBeGreaterThan(5);
    for (const pointer of pointers) expect(pointer.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], OPENAPI)).toBeDefined();
    const schemes = operations.flatMap(({ operation }) => (operation.security ?? []).flatMap((each) => Object.keys(each)));
    expect(schemes.filter((name) => !(name in OPENAPI.components.securitySchemes))).toEqual([]);
  });
});
