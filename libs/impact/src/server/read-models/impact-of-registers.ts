import { Injectable } from '@nestjs/common';
import type { ActOnAccess, ImpactCompared } from '@accord/agreements';
import { ImpactOfOpening, type Opening } from '@accord/directory';
import type { Tx } from '@accord/kernel';
import { ImpactOfConfirming, ImpactOfRevoking, type RevokedCertificate, type WaitingCertificate } from '@accord/systems';
import { PreviewedImpact } from './previewed-impact.js';

/** Null for a certificate that does not count: nothing changes without it. */
export const revoking = (certificate: RevokedCertificate | null): ActOnAccess => (certificate === null ? { kind: 'several', acts: [] }
  : { kind: 'revoke', consumerOdsCode: certificate.consumerOdsCode, systemId: certificate.systemId, from: certificate.from.toISOString(), until: certificate.until.toISOString() });
/** In one order, whoever asks and however. */
export const confirming = (certificates: readonly WaitingCertificate[]): ActOnAccess => ({
  kind: 'confirm', certificates: certificates.map(({ consumerOdsCode, systemId, from, until }) => ({ consumerOdsCode, systemId, from: from.toISOString(), until: until.toISOString() }))
    .sort((one, other) => (Object.values(one).join(' ') < Object.values(other).join(' ') ? -1 : 1)),
});
export const opening = (changes: readonly Opening[]): ActOnAccess => ({ kind: 'organisations-open', changes });

/** What revoking a certificate does to sharing, for the capability that keeps them. */
@Injectable()
export class RevokingPreviewed extends ImpactOfRevoking {
  constructor(private readonly impacts: PreviewedImpact) { super(); }

  compared(tx: Tx, revoked: RevokedCertificate | null, seen: string | null | undefined): Promise<ImpactCompared> {
    return this.impacts.compared(tx, revoking(revoked), seen);
  }
}

/** What confirming certificates gives back, and until when. */
@Injectable()
export class ConfirmingPreviewed extends ImpactOfConfirming {
  constructor(private readonly impacts: PreviewedImpact) { super(); }

  inTurn(tx: Tx): Promise<void> {
    return this.impacts.inTurn(tx);
  }

  demandUnchanged(tx: Tx, certificates: readonly WaitingCertificate[], seen: string | null | undefined): Promise<void> {
    return this.impacts.demandUnchanged(tx, confirming(certificates), seen);
  }
}

/** What an import of the directory does to sharing. */
@Injectable()
export class OpeningPreviewed extends ImpactOfOpening {
  constructor(private readonly impacts: PreviewedImpact) { super(); }

  hashOf(tx: Tx, openings: readonly Opening[]): Promise<string> {
    return this.impacts.hashOf(tx, opening(openings));
  }

  demandUnchanged(tx: Tx, openings: readonly Opening[], seen: string | null | undefined): Promise<void> {
    return this.impacts.demandUnchanged(tx, opening(openings), seen);
  }
}
