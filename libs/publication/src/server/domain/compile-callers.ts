import { CALLERS_FORMAT, CALLERS_PATH, type CallersTarget, type SummarySystem } from '@accord/enforcement';
import type { CertificateRow } from './facts.js';
import { groupedBy, sortedBy } from './order.js';
import { targetOf, type Target } from './target.js';

/** Whose systems may ask, once for the whole country: a certificate is the same wherever its consumer asks. */
export function compileCallers(certificates: readonly CertificateRow[]): Target {
  const consumers = sortedBy([...groupedBy(certificates, (row) => row.consumer)], ([code]) => code).map(([code, rows]) => ({ code, systems: systemsOf(rows) }));
  return targetOf<CallersTarget>(CALLERS_PATH, { format: CALLERS_FORMAT, consumers });
}

function systemsOf(rows: readonly CertificateRow[]): SummarySystem[] {
  return sortedBy([...groupedBy(rows, (row) => row.system)], ([id]) => id).map(([id, certificates]) => ({
    id,
    certificates: sortedBy(certificates, (row) => `${row.from}|${row.sha256}`).map(({ sha256, from, until }) => ({ sha256, from, until })),
  }));
}
