import type { CallersTarget, LocalityTarget } from '../format.js';
import { type LocalitySummary, evidenceDigest, localityTarget } from '../locality-summary.js';

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
  readonly views?: readonly string[];
  readonly refuseAfterSeconds?: number;
  readonly reference?: string;
}

/** One practice that shares with one viewing organisation under one agreement, as people read it. */
export function aSummary(choices: LocalityChoices = {}): LocalitySummary {
  const provider = choices.provider ?? 'TSTP01';
  return {
    locality: choices.locality ?? 'TST1',
    refuseAfterSeconds: choices.refuseAfterSeconds ?? 86_400,
    services: { DCR: DCR_VIEWS },
    agreements: [{
      reference: choices.reference ?? 'DCR-TST1-0001', service: 'DCR', version: 1,
      evidence: evidenceDigest({ providers: { [provider]: [EVIDENCE] }, consumers: { TSTV01: [EVIDENCE] } }),
      blocks: [{
        from: choices.from ?? '2026-01-01T00:00:00.000Z', until: choices.until ?? '2027-01-01T00:00:00.000Z',
        providers: [provider], consumers: [{ consumer: 'TSTV01', views: choices.views ?? ['summary', 'medication'] }],
      }],
    }],
  };
}

/** The same as it travels. */
export function aLocality(choices: LocalityChoices = {}): LocalityTarget {
  return localityTarget(aSummary(choices));
}

/** The viewing organisation's one system with one certificate. */
export function aCaller(certificate: { readonly from?: string; readonly until?: string; readonly sha256?: string } = {}): CallersTarget['consumers'][number] {
  return {
    code: 'TSTV01',
    systems: [{
      id: 'system-1',
      certificates: [{ sha256: certificate.sha256 ?? FINGERPRINT, from: certificate.from ?? '2025-01-01T00:00:00.000Z', until: certificate.until ?? '2028-01-01T00:00:00.000Z' }],
    }],
  };
}
