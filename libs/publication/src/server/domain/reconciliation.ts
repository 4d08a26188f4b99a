import { setImmediate as breathe } from 'node:timers/promises';
import { decide, loadBook, type Book, type Verified } from '@accord/enforcement';
import { FINDING_KINDS, type Finding, type FindingOfKind } from '../../contract/finding.js';
import type { TruthNow } from './truth.js';

const MOST_EXAMPLES = 20;
const AT_ONCE = 10_000;

/** Every pair that either side knows, asked of a book as a gateway would ask it, against what the tables say. */
export async function compare(truth: TruthNow, verified: Verified): Promise<Finding[]> {
  const [findings, book, now] = [[] as Finding[], loadBook(verified), truth.at.getTime()];
  const usable = usableCertificates(verified, now);
  for (const sha256 of truth.certificates.keys()) if (!usable.has(sha256)) findings.push({ kind: 'certificate-withheld', subject: sha256 });
  for (const sha256 of usable.keys()) if (!truth.certificates.has(sha256)) findings.push({ kind: 'certificate-unlawful', subject: sha256 });
  const askers = new Map<string, string>();
  for (const [sha256, consumer] of usable) if (truth.certificates.get(sha256) === consumer) askers.set(consumer, sha256);

  const told = new Set<string>();
  let asked = 0;
  for (const { service, provider, agreement, consumers, viewSets } of truth.rows) {
    for (const [at, consumer] of consumers.entries()) {
      const stopped = truth.stoppedViews.get(`${consumer} ${service}`);
      const views = (truth.viewsOf.get(viewSets[at]!) ?? []).filter((view) => stopped?.has(view) !== true);
      const subject = `${service} ${provider} ${consumer}`;
      told.add(subject);
      const seen = sightOf(book, askers.get(consumer), service, provider, now);
      if (seen === null) continue;
      if (seen.views.length === 0) {
        if (views.length > 0) findings.push({ kind: 'pair-withheld', subject });
      } else if (views.length === 0) findings.push({ kind: 'pair-unlawful', subject });
      else if (seen.views.length !== views.length || !views.every((view) => seen.views.includes(view))) findings.push({ kind: 'views-differ', subject });
      else if (seen.agreement !== agreement) findings.push({ kind: 'agreement-differs', subject });
      if (++asked % AT_ONCE === 0) await breathe();
    }
  }
  for (const { service, provider, consumer } of publishedPairs(verified)) {
    const subject = `${service} ${provider} ${consumer}`;
    if (told.has(subject)) continue;
    if ((sightOf(book, askers.get(consumer), service, provider, now)?.views.length ?? 0) > 0) findings.push({ kind: 'pair-unlawful', subject });
    if (++asked % AT_ONCE === 0) await breathe();
  }
  return findings;
}

/** What a gateway would show of all that there is; null where nobody can ask, which is told of the certificate. */
function sightOf(book: Book, certificate: string | undefined, service: string, provider: string, now: number): { readonly views: readonly string[]; readonly agreement: string | null } | null {
  if (certificate === undefined) return null;
  const views = book.services.find(({ code }) => code === service)?.views.texts ?? [];
  return views.length === 0 ? { views, agreement: null } : decide({ certificate, service, provider, views }, book, now);
}

function* publishedPairs({ localities }: Verified): Generator<{ readonly service: string; readonly provider: string; readonly consumer: string }> {
  for (const { index } of localities.values()) {
    for (let at = 0; at < index.providers.length; at += 1) {
      for (let pair = index.rowStart[at]!; pair < index.rowStart[at + 1]!; pair += 1) {
        const [row, block] = [index.pairsByProvider[pair]! >>> 16, index.pairsByProvider[pair]! & 0xffff];
        yield { service: index.services[index.agreementService[index.blockAgreement[block]!]!]!.code, provider: index.providers[at]!, consumer: index.consumers[row]! };
      }
    }
  }
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
