import type { OdsCode } from '@accord/kernel';
import { consumerTermsDigest, type Side, type Terms } from '@accord/agreements';

/** A version with what is signed of it. */
interface Version extends Terms {
  readonly versionId: string;
  readonly digest: string;
  readonly providers: readonly { readonly odsCode: OdsCode }[];
  readonly consumers: readonly { readonly odsCode: OdsCode; readonly views: readonly string[]; readonly viewSetId: string | null }[];
}

/** A part that is asked for or goes on, with what it has signed, and what it is being asked for beside that. */
interface Standing {
  readonly id: string;
  readonly side: Side;
  readonly odsCode: OdsCode;
  readonly state: string;
  readonly versionId: string;
  readonly asked: { readonly versionId: string; readonly state: string } | null;
}

export interface WhoIsAsked {
  /** Have signed other words, and are asked to sign these. */
  readonly again: readonly Standing[];
  /** Have been asked and have signed nothing: asked for these words instead. */
  readonly turned: readonly Standing[];
  /** Parts whose asking for earlier words is over. */
  readonly lapsing: readonly string[];
  readonly newcomers: { readonly providers: readonly OdsCode[]; readonly consumers: readonly OdsCode[] };
}

/**
 * Whom a version concerns. A provider is affected where the digest of the terms differs from what it signed (R2), a viewing organisation
 * where what binds it does; neither by who else is named on its own side. Views that were current before, and are to be again, are another
 * set: evidence proves the one that was named then (R1).
 */
export function whoIsAsked(terms: Version, versions: readonly Version[], standing: readonly Standing[]): WhoIsAsked {
  const byId = new Map(versions.map((version) => [version.versionId, version]));
  const digestFor = ({ side, odsCode }: Standing, version: Version): string => [side === 'provider' ? version.digest : consumerTermsDigest(version, odsCode),
    ...version.consumers.filter((named) => side === 'provider' || named.odsCode === odsCode).map((named) => `${named.odsCode} ${named.viewSetId}`).sort()].join();
  const saysTheSame = (party: Standing, versionId: string): boolean => digestFor(party, byId.get(versionId)!) === digestFor(party, terms);
  const names = ({ side, odsCode }: Standing): boolean => (side === 'provider' ? terms.providers : terms.consumers).some((named) => named.odsCode === odsCode);
  const invited = standing.filter(({ state }) => state === 'invited');
  // What a rejected party is asked for is settled when it is asked again.
  const signed = standing.filter(({ state }) => state !== 'invited' && state !== 'rejected');
  // Handed in already for words that bind it just so: that goes on.
  const isUnderWay = (party: Standing): boolean => party.asked !== null && !['invited', 'rejected'].includes(party.asked.state) && saysTheSame(party, party.asked.versionId);
  const newcomers = (named: readonly { readonly odsCode: OdsCode }[], side: Side): OdsCode[] => named.map(({ odsCode }) => odsCode)
    .filter((odsCode) => !standing.some((party) => party.side === side && party.odsCode === odsCode));
  return {
    turned: invited.filter(names),
    again: signed.filter((party) => names(party) && !saysTheSame(party, party.versionId) && !isUnderWay(party)),
    lapsing: signed.filter((party) => party.asked !== null && !isUnderWay(party)).map(({ id }) => id),
    newcomers: { providers: newcomers(terms.providers, 'provider'), consumers: newcomers(terms.consumers, 'consumer') },
  };
}
