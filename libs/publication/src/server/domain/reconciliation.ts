import { setImmediate as breathe } from 'node:timers/promises';
import { decide, loadBook, type Book, type LocalityIndex, type Verified } from '@accord/enforcement';
import { FINDING_KINDS, type Finding, type FindingOfKind } from '../../contract/finding.js';
import type { TrueLocality, TruthNow } from './truth.js';

const MOST_EXAMPLES = 20;
/** Asked in a few milliseconds. */
const AT_ONCE = 2_000;

/** Who may ask by the tables and who by the feed, and with which certificate each consumer asks here: one that both of them know. */
export function compareCertificates(truth: TruthNow, verified: Verified, now: number): { readonly findings: readonly Finding[]; readonly askers: ReadonlyMap<string, string> } {
  const [findings, usable] = [[] as Finding[], usableCertificates(verified, now)];
  for (const sha256 of truth.certificates.keys()) if (!usable.has(sha256)) findings.push({ kind: 'certificate-withheld', subject: sha256 });
  for (const sha256 of usable.keys()) if (!truth.certificates.has(sha256)) findings.push({ kind: 'certificate-unlawful', subject: sha256 });
  return { findings, askers: new Map([...usable].filter(([sha256, consumer]) => truth.certificates.get(sha256) === consumer).map(([sha256, consumer]) => [consumer, sha256])) };
}

/** The book of a gateway that serves this locality alone; `before`, of any locality, lends what is the same in all of them. */
export function bookOf(verified: Verified, code: string, before: Book | undefined): Book {
  const own = verified.localities.get(code);
  return loadBook({ ...verified, localities: new Map(own === undefined ? [] : [[code, own]]) }, before);
}

/** Every pair of one locality that either side knows, asked of a book as a gateway would ask it, against what the tables say. */
export async function compare(truth: TrueLocality, stoppedViews: TruthNow['stoppedViews'], askers: ReadonlyMap<string, string>, book: Book, now: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  const told = new Map<string, Set<string>>();
  let asked = 0;
  for (const { service, provider, agreement, consumers, views: agreed, flows } of truth.rows) {
    const key = `${service} ${provider}`;
    let own = told.get(key);
    if (own === undefined) told.set(key, own = new Set());
    for (const [at, consumer] of consumers.entries()) {
      if (flows[at] !== true) continue;
      own.add(consumer);
      const found = difference(sightOf(book, askers.get(consumer), service, provider, now), seenOf(agreed[at]!, stoppedViews.size === 0 ? undefined : stoppedViews.get(`${consumer} ${service}`)), agreement);
      if (found !== null) findings.push({ kind: found, subject: `${key} ${consumer}` });
      if (++asked % AT_ONCE === 0) await breathe();
    }
  }
  for (const { index } of book.verified.localities.values()) {
    for (const { service, provider, consumer } of publishedPairs(index)) {
      const key = `${service} ${provider}`;
      if (told.get(key)?.has(consumer) === true) continue;
      if ((sightOf(book, askers.get(consumer), service, provider, now)?.views.length ?? 0) > 0) findings.push({ kind: 'pair-unlawful', subject: `${key} ${consumer}` });
      if (++asked % AT_ONCE === 0) await breathe();
    }
  }
  return findings;
}

interface PairSight {
  readonly views: readonly string[];
  readonly agreement: string | null;
}

function difference(seen: PairSight | null, views: readonly string[], agreement: string): Finding['kind'] | null {
  if (seen === null) return null;
  if (seen.views.length === 0) return views.length > 0 ? 'pair-withheld' : null;
  if (views.length === 0) return 'pair-unlawful';
  if (seen.views.length !== views.length || !views.every((view) => seen.views.includes(view))) return 'views-differ';
  return seen.agreement === agreement ? null : 'agreement-differs';
}

const seenOf = (views: readonly string[], stopped: ReadonlySet<string> | undefined): readonly string[] => (stopped === undefined ? views : views.filter((view) => !stopped.has(view)));

/** What a gateway would show of all that there is; null where nobody can ask, which is told of the certificate. */
function sightOf(book: Book, certificate: string | undefined, service: string, provider: string, now: number): PairSight | null {
  if (certificate === undefined) return null;
  const views = book.services.find(({ code }) => code === service)?.views.texts ?? [];
  return views.length === 0 ? { views, agreement: null } : decide({ certificate, service, provider, views }, book, now);
}

interface PublishedPair {
  readonly service: string;
  readonly provider: string;
  readonly consumer: string;
}

function publishedPairs(index: LocalityIndex): readonly PublishedPair[] {
  const pairs: PublishedPair[] = [];
  index.eachPair((provider, row, block) => {
    const service = index.services[index.agreementService[index.blockAgreement[block]!]!]!.code;
    pairs.push({ service, provider: index.providers[provider]!, consumer: index.consumers[row]! });
  });
  return pairs;
}

/** Fingerprint to consumer, of those that are inside their dates and whose system is not stopped. */
function usableCertificates({ callers, stops }: Verified, now: number): ReadonlyMap<string, string> {
  const reached = Math.max(now, Date.parse(stops.publishedAt));
  const stopped = new Set(stops.entries.filter(({ from, scope }) => Date.parse(from) <= reached && scope.system !== undefined).map(({ scope }) => scope.system!));
  return new Map(callers.consumers.flatMap(({ code, systems }) => systems.filter(({ id }) => !stopped.has(id)).flatMap(({ certificates }) => certificates
    .filter(({ from, until }) => Date.parse(from) <= now && now < Date.parse(until)).map(({ sha256 }) => [sha256, code] as const))));
}

/** By kind, the gravest first. */
export function gathered(findings: readonly Finding[]): FindingOfKind[] {
  return FINDING_KINDS.flatMap((kind) => {
    const subjects = findings.filter((each) => each.kind === kind).map(({ subject }) => subject).sort();
    return subjects.length === 0 ? [] : [{ kind, count: subjects.length, examples: subjects.slice(0, MOST_EXAMPLES) }];
  });
}
