import { canonicalJson, SamePerson, sha256Hex, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import { ActivationNotReady, NotAsShown, type GateReading } from '@accord/activations';
import type { ActivatableAgreement, ActivationId, AgreementId, Listed } from '@accord/agreements';

/** What an approver is shown and signs off: the sides, their gates, the pairs gained. Canonical, so that equal content has one hash. */
export interface ActivationContent {
  readonly agreement: string;
  readonly sides: readonly { readonly id: string; readonly side: string; readonly odsCode: OdsCode; readonly version: number; readonly terms: string; readonly evidence: string | null; readonly gates: Readonly<Record<string, boolean>> }[];
  /** Every provider listed sees every consumer listed or live already, and every live provider each consumer listed. */
  readonly pairsGained: { readonly count: number; readonly providers: readonly OdsCode[]; readonly consumers: readonly { readonly odsCode: OdsCode; readonly views: readonly string[] }[] };
}

export function contentOf(agreement: ActivatableAgreement, listed: readonly Listed[], gates: ReadonlyMap<OdsCode, readonly GateReading[]>): { readonly text: string; readonly hash: string; readonly content: ActivationContent } {
  const on = (side: 'provider' | 'consumer', live: boolean): OdsCode[] => (live ? agreement.sides.filter((each) => each.state === 'live') : listed)
    .filter((each) => each.side === side).map((each) => each.odsCode).sort();
  const [newProviders, newConsumers, liveProviders, liveConsumers] = [on('provider', false), on('consumer', false), on('provider', true), on('consumer', true)];
  const providers = [...newProviders, ...(newConsumers.length > 0 ? liveProviders : [])];
  const consumers = [...newConsumers, ...(newProviders.length > 0 ? liveConsumers : [])];
  const content: ActivationContent = {
    agreement: agreement.reference,
    sides: [...listed].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, side, odsCode, version, termsDigest, evidenceSha256 }) => ({
      id, side, odsCode, version, terms: termsDigest, evidence: evidenceSha256,
      gates: Object.fromEntries((gates.get(odsCode) ?? []).map(({ gate, holds }) => [gate, holds])),
    })),
    pairsGained: {
      count: (newProviders.length + liveProviders.length) * (newConsumers.length + liveConsumers.length) - liveProviders.length * liveConsumers.length,
      providers, consumers: agreement.terms.filter((each) => consumers.includes(each.odsCode)),
    },
  };
  const text = canonicalJson(content);
  return { text, hash: sha256Hex(text), content };
}

/** An approved list of participations and parts, with their gates. The approval binds to the content that was shown. */
export class Activation {
  readonly id!: ActivationId;
  readonly agreementId!: AgreementId;
  readonly localityId!: LocalityId;
  readonly state!: 'submitted' | 'approved' | 'rejected' | 'void';
  readonly content!: string;
  readonly contentHash!: string;
  readonly submittedBy!: PersonId;
  readonly submittedAt!: Date;
  readonly approvedBy: PersonId | null = null;
  readonly approvedAt: Date | null = null;
  readonly approvedHash: string | null = null;
  readonly rejectedBy: PersonId | null = null;
  readonly rejectedReason: string | null = null;
  readonly version!: number;

  /**
   * @param shownHash what the approver's screen showed
   * @param hashNow what would be shown now
   */
  approve(by: PersonId, shownHash: string, hashNow: string, at: Date): void {
    this.demand('submitted');
    if (by === this.submittedBy) throw new SamePerson('approve');
    if (shownHash !== this.contentHash || hashNow !== this.contentHash) throw new NotAsShown();
    Object.assign(this, { state: 'approved', approvedBy: by, approvedAt: at, approvedHash: shownHash });
  }

  reject(by: PersonId, reason: string): void {
    this.demand('submitted');
    if (by === this.submittedBy) throw new SamePerson('approve');
    Object.assign(this, { state: 'rejected', rejectedBy: by, rejectedReason: reason });
  }

  demand(state: Activation['state']): void {
    if (this.state !== state) throw new ActivationNotReady(this.state);
  }
}
