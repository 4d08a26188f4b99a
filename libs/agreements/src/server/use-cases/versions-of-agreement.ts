import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { versionDifference, type VersionDifference } from '@accord/agreements';
import { VersionStandings } from '../storage/version-standings.js';
import { AgreementTermsReader, type AgreementTerms } from '../storage/agreement-terms.js';

export interface AgreementVersionRow extends AgreementTerms {
  /** Parts of each side that are live or suspended by it; and parts that are asked to sign it and have not gone over to it. */
  readonly standing: { readonly providers: number; readonly consumers: number; readonly asked: number };
  /** From the version before; null for the first. */
  readonly difference: VersionDifference | null;
}

/** Every version of an agreement with what it says otherwise than the one before, and who is live by which. A draft is shown to its drafters alone. */
@Injectable()
export class VersionsOfAgreement {
  constructor(private readonly terms: AgreementTermsReader, private readonly standings: VersionStandings) {}

  async execute(tx: Tx, agreementId: string): Promise<readonly AgreementVersionRow[]> {
    if (!isId(agreementId)) return [];
    const versions = await this.terms.all(tx, agreementId);
    const standing = await this.standings.of(tx, agreementId);
    // What lapsed stands beside the words, and nothing follows from it.
    const before = (number: number): AgreementTerms | undefined => versions.findLast((each) => each.number < number && each.proposalState !== 'lapsed');
    return versions.map((version) => ({
      ...version, standing: standing.get(version.versionId) ?? { providers: 0, consumers: 0, asked: 0 }, difference: differenceFrom(before(version.number), version),
    }));
  }
}

const differenceFrom = (before: AgreementTerms | undefined, version: AgreementTerms): VersionDifference | null => (before === undefined ? null : versionDifference(before, version));
