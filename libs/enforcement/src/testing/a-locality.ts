import type { LocalityTarget } from '../format.js';

export const DCR_VIEWS = [
  'summary', 'problems', 'diagnosis', 'medication', 'risks-and-warnings', 'procedures', 'investigations', 'examinations', 'events', 'demographics',
] as const;

export const FINGERPRINT = 'c0'.repeat(32);
const EVIDENCE = 'e0'.repeat(32);

export interface LocalityChoices {
  readonly locality?: string;
  readonly provider?: string;
  readonly from?: string;
  readonly until?: string;
  readonly views?: readonly number[];
  readonly refuseAfterSeconds?: number;
  readonly reference?: string;
  readonly certificate?: { readonly from?: string; readonly until?: string };
}

/** One practice that shares with one viewing organisation under one agreement. */
export function aLocality(choices: LocalityChoices = {}): LocalityTarget {
  const from = choices.from ?? '2026-01-01T00:00:00.000Z';
  const until = choices.until ?? '2027-01-01T00:00:00.000Z';
  return {
    format: 'accord-locality/1',
    locality: choices.locality ?? 'TST1',
    refuseAfterSeconds: choices.refuseAfterSeconds ?? 86_400,
    services: { DCR: DCR_VIEWS },
    consumers: [{ code: 'TSTV01', systems: [{
      id: 'system-1',
      certificates: [{ sha256: FINGERPRINT, from: choices.certificate?.from ?? '2025-01-01T00:00:00.000Z', until: choices.certificate?.until ?? '2028-01-01T00:00:00.000Z' }],
    }] }],
    providers: [choices.provider ?? 'TSTP01'],
    agreements: [{
      reference: choices.reference ?? 'DCR-TST1-0001', service: 'DCR',
      versions: [{
        version: 1,
        providers: [{ p: 0, from, until, evidence: EVIDENCE }],
        consumers: [{ c: 0, views: choices.views ?? [0, 3], from, until, evidence: EVIDENCE }],
        without: [],
      }],
    }],
  };
}
