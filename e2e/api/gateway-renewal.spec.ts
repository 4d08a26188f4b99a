import { readFileSync, renameSync } from 'node:fs';
import { request as ask } from 'node:https';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CertificateAuthority } from '@accord/app-accord/testing';
import type { Visitor } from '@accord/people/testing';
import { until } from '../chain/cast.js';
import { runningProduct, signedIn, type RunningProduct } from './running-product.js';

jest.setTimeout(120_000);

interface State { readonly gatewayId: string; readonly publication: number | null; readonly standing: { readonly kind: string } | null }
interface Shown { readonly id: string; readonly certifiedUntil: string; readonly certificates: readonly { readonly id: string; readonly sha256: string; readonly state: string; readonly version: number }[] }
interface Pair { readonly pem: string; readonly key: string }

let product: RunningProduct;
let ada: Visitor;
let bram: Visitor;
let officer: Visitor;

beforeAll(async () => {
  product = await runningProduct();
  [ada, bram, officer] = [await signedIn(product.installation, 'ada-whitlock'), await signedIn(product.installation, 'bram-okafor'), await signedIn(product.installation, 'carys-lowell')];
}, 240_000);
afterAll(() => product?.stop(), 60_000);

const done = async <Data>(who: Visitor, query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
  const { data, errors } = await who.graphql<Data>(query, variables);
  expect(errors).toBeUndefined();
  return data!;
};
const shown = async (): Promise<Shown> => (await done<{ gateways: { items: Shown[] } }>(ada, '{ gateways { items { id certifiedUntil certificates { id sha256 state version } } } }')).gateways.items[0]!;
const act = (who: Visitor, name: string, input: Record<string, unknown>): Promise<unknown> =>
  done(who, `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { id } }`, { input: { ...input, idempotencyKey: `renewal-${name}-${String(input['id'] ?? input['gatewayId'])}` } });
/** Something is done that has to be published; answered once the gateway has signed for it. */
const enforces = async (change: () => Promise<unknown>): Promise<State> => {
  const before = await state();
  await change();
  return (await until(state, ({ publication, standing }) => (publication ?? 0) > (before.publication ?? 0) && standing?.kind === 'current')).answer;
};
const state = async (): Promise<State> => (await done<{ gatewayStates: State[] }>(ada, '{ gatewayStates { gatewayId publication standing { kind } } }')).gatewayStates[0]!;
const fetchedWith = ({ pem, key }: Pair): Promise<{ status: number; code: unknown }> => new Promise((resolve, reject) => {
  const { ports, home } = product.installation;
  ask({ host: '127.0.0.1', port: ports.feed, path: '/publication/metadata/timestamp.json', ca: readFileSync(home.certificate('ca')), cert: pem, key, agent: false }, (response) => {
    let text = '';
    response.on('error', reject).setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => resolve({ status: response.statusCode!, code: (JSON.parse(text) as { code?: string }).code ?? null }));
  }).on('error', reject).end();
});

describe('A gateway near the end of its certificate', () => {
  it('goes on under its code with the next one, and the old one is cut off alone', async () => {
    const { home } = product.installation;
    const files = { pem: home.certificate('gateway'), key: home.certificateKey('gateway') };
    const [next, renewed] = [{ pem: `${files.pem}.next`, key: `${files.key}.next` }, new Date(Date.now() + 200 * 86_400_000)];
    const old: Pair = { pem: readFileSync(files.pem, 'utf8'), key: readFileSync(files.key, 'utf8') };
    await (await CertificateAuthority.of(home, new Date())).issue(next, 'next', 'client-and-server', renewed, new Date(Date.now() - 60_000));
    const before = (await until(state, ({ standing }) => standing?.kind === 'current')).answer;
    const { id: gatewayId, certificates: [first] } = await shown();
    const pem = readFileSync(next.pem, 'utf8');
    const { systemCertificates: { items: [viewers] } } = await done<{ systemCertificates: { items: { id: string }[] } }>(ada, '{ systemCertificates { items { id } } }');
    const { localities: { items: [locality] } } = await done<{ localities: { items: { id: string }[] } }>(officer, '{ localities { items { id } } }');
    await act(ada, 'registerGatewayCertificate', { gatewayId, pem });
    const waiting = (await shown()).certificates.find(({ state: how }) => how === 'registered')!;
    const waits = async (who: Visitor): Promise<string[]> => (await done<{ home: { waiting: { kind: string; subjectId: string }[] } }>(who, '{ home { waiting { kind subjectId } } }')).home.waiting.filter(({ kind }) => kind === 'confirm-gateway-certificate').map(({ subjectId }) => subjectId);
    expect([await waits(ada), await waits(bram)]).toEqual([[], [gatewayId]]);
    await act(bram, 'confirmGatewayCertificate', { id: waiting.id, expectedVersion: waiting.version });

    // Its operator puts the next pair in place, and starts it again with the data it had.
    for (const part of ['pem', 'key'] as const) renameSync(next[part], files[part]);
    await product.installation.restart('gateway');
    const after = await enforces(() => act(officer, 'suspendSharing', { scope: { kind: 'locality', localityId: locality!.id }, reason: 'An incident' }));
    expect([after.gatewayId, before.gatewayId, after.publication! > before.publication!]).toEqual([gatewayId, gatewayId, true]);
    const { gatewayReceipts } = await done<{ gatewayReceipts: { publication: number }[] }>(ada, 'query($id: ID!) { gatewayReceipts(gatewayId: $id) { publication } }', { id: gatewayId });
    expect(gatewayReceipts.map(({ publication }) => publication)).toEqual(expect.arrayContaining([before.publication, after.publication]));

    expect(await fetchedWith(old)).toEqual({ status: 200, code: null });
    await act(bram, 'revokeGatewayCertificate', { id: first!.id, reason: 'The next one is in use' });
    expect(await fetchedWith(old)).toEqual({ status: 403, code: 'CERTIFICATE_REVOKED' });
    expect((await fetchedWith({ pem, key: readFileSync(files.key, 'utf8') })).status).toBe(200);
    expect((await enforces(() => act(ada, 'revokeSystemCertificate', { id: viewers!.id, reason: 'Lost' }))).publication).toBeGreaterThan(after.publication!);
    const { certifiedUntil, certificates } = await shown();
    expect([certifiedUntil.slice(0, 10), certificates.map(({ sha256, state: how }) => [sha256 === waiting.sha256, how])]).toEqual([renewed.toISOString().slice(0, 10), expect.arrayContaining([[true, 'confirmed'], [false, 'revoked']])]);
  });
});
