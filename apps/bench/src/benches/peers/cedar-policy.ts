import { setFlagsFromString } from 'node:v8';

import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { SeededWorld } from '@accord/tooling/server';

import { BenchFault } from '../../bench.js';
import type { Question } from '../questions.js';

/** What the caller found for Cedar: the dates and views of one pair. */
export interface Grant {
  readonly from: number;
  readonly until: number;
  readonly views: readonly string[];
}

const NAME = 'accord';
const POLICY = 'permit(principal, action, resource) when { context.from <= context.now && context.now < context.until && context.agreed.containsAll(context.asked) };';
const NO_ENTITIES: [] = [];

/**
 * Cedar as favourably as it can be asked: one policy, parsed beforehand; whoever calls has found the pair already, and hands its dates and
 * views over with the question. What it costs is the way into WebAssembly and back, and it does not fall with a smaller policy.
 */
export class CedarPolicy {
  private readonly grants = new Map<string, Map<string, Grant>>();
  private readonly owners: ReadonlyMap<string, string>;

  constructor(world: SeededWorld) {
    // Node 20 dies ('unreachable code' in its deoptimiser) where a call into WebAssembly was compiled into its caller and the caller is taken back.
    setFlagsFromString('--no-turbo-inline-js-wasm-calls');
    const parsed = preparsePolicySet(NAME, { staticPolicies: POLICY });
    if (parsed.type !== 'success') throw new BenchFault(`Cedar does not take the policy: ${JSON.stringify(parsed.errors)}`);
    this.owners = new Map(world.facts.certificates?.map(({ sha256, consumer }) => [sha256, consumer]));
    const parts = new Map(world.facts.consumers.map((row) => [`${row.agreement} ${row.consumer}`, row.views]));
    for (const { provider, agreement, from, until, consumers } of world.facts.providers) {
      const held = this.grants.get(provider) ?? new Map<string, Grant>();
      this.grants.set(provider, held);
      for (const consumer of consumers) held.set(consumer, { from: Date.parse(from), until: Date.parse(until), views: parts.get(`${agreement} ${consumer}`) ?? [] });
    }
  }

  permits({ certificate, provider, views }: Question, now: number): boolean {
    const consumer = this.owners.get(certificate);
    const grant = consumer === undefined ? undefined : this.grants.get(provider)?.get(consumer);
    const answer = statefulIsAuthorized({
      principal: { type: 'Consumer', id: consumer ?? '' }, action: { type: 'Action', id: 'view' }, resource: { type: 'Provider', id: provider },
      context: { from: grant?.from ?? 0, until: grant?.until ?? 0, now, agreed: [...(grant?.views ?? [])], asked: [...views] },
      preparsedPolicySetId: NAME, validateRequest: false, entities: NO_ENTITIES,
    });
    if (answer.type !== 'success') throw new BenchFault(`Cedar does not answer: ${JSON.stringify(answer.errors)}`);
    return answer.response.decision === 'allow';
  }
}
