import { isDeepStrictEqual } from 'node:util';

import { AGREEMENT_PAGE } from '@accord/agreements/server';
import { SystemClock } from '@accord/kernel/server';

import { type Bench, BenchFault } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { BarePeer } from './graphql-list/bare-peer.js';
import { Load, type Shot } from './graphql-list/load.js';
import { AGREEMENTS, CONSUMERS_EACH, makeAgreements, PROVIDERS_EACH } from './graphql-list/many-agreements.js';
import { PER_PAGE, QUERY, statementsOfPage } from './graphql-list/page-question.js';
import { RunningProduct } from './graphql-list/running-product.js';
import { SignedIn } from './graphql-list/signed-in.js';

const ROUNDS = 9;
const ROUND_MS = 3_000;
const CONNECTIONS = 16;
/** As many connections to the database as the product's own pool holds. */
const POOL = 16;
const OFFICER = 'carys-lowell';
const PAGES = AGREEMENTS / PER_PAGE;

/** The same rows in the same order, on every page, or one of them is fast at being wrong. */
async function samePages(load: Load, ours: (page: number) => Shot, theirs: (page: number) => Shot): Promise<void> {
  for (let page = 0; page < PAGES; page += 1) {
    const { data, errors } = JSON.parse(await load.text(ours(page))) as { data: { agreementList: { total: number; items: unknown[] } } | null; errors?: unknown };
    if (!data || errors !== undefined) throw new BenchFault(`Accord answered page ${page + 1} with ${JSON.stringify(errors)}.`);
    const peer = JSON.parse(await load.text(theirs(page))) as unknown;
    if (!isDeepStrictEqual(data.agreementList, peer)) throw new BenchFault(`Page ${page + 1} differs between Accord and the peer.`);
    if (data.agreementList.total !== AGREEMENTS || data.agreementList.items.length !== PER_PAGE) throw new BenchFault(`Page ${page + 1} is not a full page of all agreements.`);
  }
}

export const graphqlList: Bench = {
  name: 'graphql.list',
  unit: 'requests/s',
  peer: 'bare Fastify and pg running the same SQL, prepared, without session and row-level security',
  async run(say) {
    say('starting the product');
    const product = await RunningProduct.start();
    const load = new Load(CONNECTIONS);
    let peer: BarePeer | undefined;
    try {
      const officer = await SignedIn.as(OFFICER, product.origin);
      say(`making ${AGREEMENTS} agreements`);
      await makeAgreements(product, officer);
      peer = await BarePeer.start({ databaseUrl: product.superuserUrl, connections: POOL, statements: statementsOfPage({ ...AGREEMENT_PAGE, page: AGREEMENT_PAGE.page(PER_PAGE) }), at: new SystemClock().now().toISOString() });
      const headers = officer.headers;
      const { url: peerUrl } = peer;
      const variables = (number: number) => ({ page: number % PAGES + 1, perPage: PER_PAGE });
      const ours = (number: number): Shot => ({ url: `${product.origin}/graphql`, headers, body: JSON.stringify({ query: QUERY, variables: variables(number) }) });
      const theirs = (number: number): Shot => ({ url: peerUrl, headers: { 'content-type': 'application/json' }, body: JSON.stringify(variables(number)) });
      say(`comparing ${PAGES} pages`);
      await samePages(load, ours, theirs);
      say(`measuring ${ROUNDS} rounds`);
      const measured = await interleavedRounds(ROUNDS, () => load.perSecond(ROUND_MS, ours), () => load.perSecond(ROUND_MS, theirs));
      return { ...measured, size: { agreements: AGREEMENTS, page: PER_PAGE, providersEach: PROVIDERS_EACH, consumersEach: CONSUMERS_EACH, connections: CONNECTIONS, compared: PAGES * PER_PAGE } };
    } finally {
      load.close();
      await peer?.stop();
      await product.stop();
    }
  },
};
