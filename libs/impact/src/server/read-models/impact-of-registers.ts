import { Injectable } from '@nestjs/common';
import type { ActOnAccess, ImpactCompared } from '@accord/agreements';
import { ImpactOfClosing, type Closing } from '@accord/directory';
import type { Tx } from '@accord/kernel';
import { ImpactOfRevoking, type RevokedCertificate } from '@accord/systems';
import { PreviewedImpact } from './previewed-impact.js';

/** Null for a certificate that does not count: nothing changes without it. */
export const revoking = (certificate: RevokedCertificate | null): ActOnAccess => (certificate === null ? { kind: 'several', acts: [] }
  : { kind: 'revoke', consumerOdsCode: certificate.consumerOdsCode, systemId: certificate.systemId, from: certificate.from.toISOString(), until: certificate.until.toISOString() });
export const closing = (closings: readonly Closing[]): ActOnAccess => ({ kind: 'organisations-close', closings });

/** What revoking a certificate does to sharing, for the capability that keeps them. */
@Injectable()
export class RevokingPreviewed extends ImpactOfRevoking {
  constructor(private readonly impacts: PreviewedImpact) { super(); }

  compared(tx: Tx, revoked: RevokedCertificate | null, seen: string | null | undefined): Promise<ImpactCompared> {
    return this.impacts.compared(tx, revoking(revoked), seen);
  }
}

/** What an import of the directory does to sharing. */
@Injectable()
export class ClosingPreviewed extends ImpactOfClosing {
  constructor(private readonly impacts: PreviewedImpact) { super(); }

  hashOf(tx: Tx, closings: readonly Closing[]): Promise<string> {
    return this.impacts.hashOf(tx, closing(closings));
  }

  demandUnchanged(tx: Tx, closings: readonly Closing[], seen: string | null | undefined): Promise<void> {
    return this.impacts.demandUnchanged(tx, closing(closings), seen);
  }
}
