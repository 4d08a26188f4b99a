import fastify from 'fastify';
import type { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AgreementExpired, AlreadySigned, NoAuthority, NotReady, SignedInFuture } from '@accord/agreements';
import { CheckerBusy, DocumentRefused, FINDING_SEVERITY, SignatoryWithoutAuthority, type FindingCode } from '@accord/evidence';
import { IdempotencyKeyReused, Stale, type Refusal } from '@accord/kernel';
import type { ApiConfig } from '../config.js';
import { addRoutes } from './add-routes.js';
import { OPENAPI } from './openapi.js';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
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

  it.each(operations.filter(({ name }) => !name.startsWith('GET ')))('tells of $name that Accord\'s own header belongs to it, and what happens without', ({ operation }) => {
    expect(operation.parameters).toContainEqual(expect.objectContaining({ name: 'x-accord-request', in: 'header' }));
    expect(operation.responses['403']?.description).toContain('CROSS_SITE');
  });

  const refusals: readonly (readonly [number, Refusal])[] = [
    [403, new NoAuthority('TSTP01')], [409, new AlreadySigned('TSTP01')], [409, new NotReady('sign', 'signed')], [409, new Stale(1, 2)], [409, new AgreementExpired('2026-03-02')],
    [409, new SignatoryWithoutAuthority('TSTP01', '2026-03-02')], [409, new IdempotencyKeyReused()], [422, new SignedInFuture()], [503, new CheckerBusy()],
    ...Object.entries(FINDING_SEVERITY).filter(([, severity]) => severity === 'fault')
      .map(([code, severity]) => [code === 'TOO_LARGE' ? 413 : 422, new DocumentRefused({ code: code as FindingCode, severity })] as const),
  ];
  it.each(refusals.map(([status, { code }]) => [code, status]))('names %s among what an upload may meet, under %d', (code, status) => {
    expect((OPENAPI.paths['/evidence/uploads'].post.responses as Operation['responses'])[status]?.description.split(/[^A-Z_]+/)).toContain(code);
  });

  it('points to nothing that is not there', () => {
    const pointers = [...JSON.stringify(OPENAPI).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!.split('/'));
    expect(pointers.length).toBeGreaterThan(5);
    for (const pointer of pointers) expect(pointer.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], OPENAPI)).toBeDefined();
    const schemes = operations.flatMap(({ operation }) => (operation.security ?? []).flatMap((each) => Object.keys(each)));
    expect(schemes.filter((name) => !(name in OPENAPI.components.securitySchemes))).toEqual([]);
  });
});
