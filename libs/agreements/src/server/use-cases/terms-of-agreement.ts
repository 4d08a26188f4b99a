import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { AgreementTermsReader } from '../storage/agreement-terms.js';

/** What a person who is about to sign must be shown: the digest of the newest terms. */
@Injectable()
export class TermsOfAgreement {
  constructor(private readonly terms: AgreementTermsReader) {}

  async digest(tx: Tx, agreementId: string): Promise<string> {
    return (await this.terms.newest(tx, agreementId)).digest;
  }
}
