import { canonicalJson, SamePerson, sha256Hex, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import { ActivationNotReady, NotAsShown, type GateReading } from '@accord/activations';
import type { ActivatableAgreement, ActivationId, AgreementId, Listed } from '@accord/agreements';

/** What an approver is shown and signs off: the sides, their gates, the pairs gained. Canonical, so that equal content has one hash. */
export interface ActivationContent {
  readonly agreement: string;
  readonly sides: readonly {
    readonly id: string; readonly side: string; readonly odsCode: OdsCode; readonly version: number; readonly terms: string; readonly evidence: string | null; readonly gates: Readonly<Record<string, boolean>>;
    /** The version of the agreement it goes over to, where it takes part already. */
    readonly goesOverTo?: number;
  }[];
  /** Every provider listed sees every consumer that its version names and that is listed or live already, and every live provider each consumer listed. */
  readonly pairsGained: { readonly count: number; readonly providers: readonly OdsCode[]; readonly consumers: readonly { readonly odsCode: OdsCode; readonly views: readonly string[] }[] };
  /** Pairs of those who go over that their new version no longer names. */
  readonly pairsLost?: number;
}

export function contentOf(agreement: ActivatableAgreement, listed: readonly Listed[], gates: ReadonlyMap<OdsCode, readonly GateReading[]>): { readonly text: string; readonly hash: string; readonly content: ActivationContent } {
  const { count, lost, providers, consumers } = pairsChanged(agreement, listed);
  const content: ActivationContent = {
    agreement: agreement.reference,
    sides: [...listed].sort((a, b) => (a.id < b.id ? -1 : 1)).map((each) => ({
      id: each.id, side: each.side, odsCode: each.odsCode, version: each.version, terms: each.termsDigest, evidence: each.evidenceSha256,
      gates: Object.fromEntries((gates.get(each.odsCode) ?? []).map(({ gate, holds }) => [gate, holds])),
      ...(takesPart(each) ? { goesOverTo: agreement.versions.find(({ id }) => id === each.askedVersionId)!.number } : {}),
    })),
    pairsGained: { count, providers, consumers: agreement.terms.filter((each) => consumers.has(each.odsCode)) },
    ...(lost > 0 ? { pairsLost: lost } : {}),
  };
  const text = canonicalJson(content);
  return { text, hash: sha256Hex(text), content };
}

/** Live or suspended, and listed for what it signed anew. */
const takesPart = ({ standing }: Listed): boolean => standing !== 'waiting';

/** Provider by provider what its version names, before and after; practices that change alike are counted together. */
function pairsChanged({ sides, versions }: ActivatableAgreement, listed: readonly Listed[]): { count: number; lost: number; providers: OdsCode[]; consumers: ReadonlySet<OdsCode> } {
  const isListed = new Set(listed.map(({ id }) => id));
  const named = new Map(versions.map(({ id, consumers }) => [id, consumers]));
  const live = new Set(sides.filter((each) => each.side === 'consumer' && each.standing === 'live').map(({ odsCode }) => odsCode));
  const newcomers = listed.filter((each) => !takesPart(each));
  const liveAfter = new Set([...live, ...newcomers.filter(({ side }) => side === 'consumer').map(({ odsCode }) => odsCode)]);
  const groups = new Map<string, { before: ReadonlySet<OdsCode>; after: ReadonlySet<OdsCode>; providers: OdsCode[] }>();
  for (const { id, side, standing, signedVersionId, askedVersionId, odsCode } of sides) {
    if (side === 'consumer' || standing === 'suspended' || (standing === 'waiting' && !isListed.has(id))) continue;
    const [before, after] = [standing === 'live' ? signedVersionId : null, isListed.has(id) ? askedVersionId : signedVersionId];
    const group = groups.get(`${before} ${after}`) ?? {
      before: new Set(before === null ? [] : named.get(before)?.filter((code) => live.has(code))), after: new Set(named.get(after)?.filter((code) => liveAfter.has(code))), providers: [],
    };
    group.providers.push(odsCode);
    groups.set(`${before} ${after}`, group);
  }
  const found = { count: 0, lost: 0, providers: new Set(newcomers.filter(({ side }) => side === 'provider').map(({ odsCode }) => odsCode)), consumers: new Set(newcomers.filter(({ side }) => side === 'consumer').map(({ odsCode }) => odsCode)) };
  for (const { before, after, providers } of groups.values()) {
    const gained = [...after].filter((code) => !before.has(code));
    found.count += gained.length * providers.length;
    found.lost += [...before].filter((code) => !after.has(code)).length * providers.length;
    gained.forEach((code) => found.consumers.add(code));
    if (gained.length > 0) providers.forEach((code) => found.providers.add(code));
  }
  return { ...found, providers: [...found.providers].sort() };
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
