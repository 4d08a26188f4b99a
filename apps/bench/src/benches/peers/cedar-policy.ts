import { setFlagsFromString } from 'node:v8';

import { type CedarValueJson, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { SeededWorld } from '@accord/tooling/server';

import { BenchFault } from '../../bench.js';
import type { Question } from '../questions.js';

/** What the caller found for Cedar: the dates and views of one pair. */
export interface Grant {
  readonly from: number;
  readonly until: number;
  readonly views: readonly string[];
}

/** The rule, about a question that stands somewhere in the context. */
const rule = (asked: string): string =>
  `permit(principal, action, resource) when { ${asked}.from <= context.now && context.now < ${asked}.until && ${asked}.agreed.containsAll(${asked}.asked) };`;

const ONE = 'one question';
const MANY = 'many questions';
/** Questions of one call into Cedar: more of them make the reading of each dearer again. */
const PLACES = 64;
const place = (nth: number): string => `q${nth}`;
const NO_ENTITIES: [] = [];

interface Request {
  readonly consumer: string;
  readonly provider: string;
  readonly policies: string;
  readonly context: Record<string, CedarValueJson>;
}

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
    prepare(ONE, { rule: rule('context') });
    prepare(MANY, Object.fromEntries(Array.from({ length: PLACES }, (_none, nth) => [place(nth), rule(`context.${place(nth)}`)])));
    this.owners = new Map(world.facts.certificates?.map(({ sha256, consumer }) => [sha256, consumer]));
    const parts = new Map(world.facts.consumers.map((row) => [`${row.agreement} ${row.consumer}`, row.views]));
    for (const { provider, agreement, from, until, consumers } of world.facts.providers) {
      const held = this.grants.get(provider) ?? new Map<string, Grant>();
      this.grants.set(provider, held);
      for (const consumer of consumers) held.set(consumer, { from: Date.parse(from), until: Date.parse(until), views: parts.get(`${agreement} ${consumer}`) ?? [] });
    }
  }

  permits(question: Question, now: number): boolean {
    return ask({ consumer: this.owners.get(question.certificate) ?? '', provider: question.provider, policies: ONE, context: { now, ...this.handedOver(question) } }).has('rule');
  }

  /** The same answers in fewer calls: the same rule for each place of a batch, and Cedar names the rules that permit. */
  permitsEach(questions: readonly Question[], now: number): boolean[] {
    const answers: boolean[] = [];
    while (answers.length < questions.length) {
      const asked = questions.slice(answers.length, answers.length + PLACES);
      const context: Request['context'] = { now };
      for (let nth = 0; nth < PLACES; nth += 1) context[place(nth)] = this.handedOver(asked[nth]);
      const permitting = ask({ consumer: 'all', provider: 'all', policies: MANY, context });
      asked.forEach((_question, nth) => answers.push(permitting.has(place(nth))));
    }
    return answers;
  }

  /** What is found for Cedar; for no pair, and for no question, dates in which nothing is. */
  private handedOver(question: Question | undefined): Record<string, CedarValueJson> {
    const consumer = question && this.owners.get(question.certificate);
    const grant = question === undefined || consumer === undefined ? undefined : this.grants.get(question.provider)?.get(consumer);
    return { from: grant?.from ?? 0, until: grant?.until ?? 0, agreed: [...(grant?.views ?? [])], asked: [...(question?.views ?? [])] };
  }
}

function prepare(name: string, staticPolicies: Record<string, string>): void {
  const parsed = preparsePolicySet(name, { staticPolicies });
  if (parsed.type !== 'success') throw new BenchFault(`Cedar does not take the policies: ${JSON.stringify(parsed.errors)}`);
}

/** The policies that permit. */
function ask({ consumer, provider, policies, context }: Request): ReadonlySet<string> {
  const answer = statefulIsAuthorized({
    principal: { type: 'Consumer', id: consumer }, action: { type: 'Action', id: 'view' }, resource: { type: 'Provider', id: provider },
    context, preparsedPolicySetId: policies, validateRequest: false, entities: NO_ENTITIES,
  });
  if (answer.type !== 'success') throw new BenchFault(`Cedar does not answer: ${JSON.stringify(answer.errors)}`);
  if (answer.response.diagnostics.errors.length > 0) throw new BenchFault(`Cedar cannot apply the rule: ${JSON.stringify(answer.response.diagnostics.errors)}`);
  return new Set(answer.response.decision === 'allow' ? answer.response.diagnostics.reason : []);
}
