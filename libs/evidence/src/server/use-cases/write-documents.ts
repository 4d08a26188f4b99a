import { Injectable } from '@nestjs/common';
import { digestOf } from '@accord/kernel';
import { AgreementDocuments, type AgreementDocument, type DocumentHash } from '../../contract/index.js';
import { SignablePdf } from '../domain/signable-pdf.js';
import { writeAgreementDocument } from '../domain/write-agreement-document.js';

const REMEMBERED = 64;

/** Writes agreement documents; a signing day asks for the same one thousands of times, so the last few stay at hand. */
@Injectable()
export class WriteDocuments extends AgreementDocuments {
  private readonly byIdentity = new WeakMap<AgreementDocument, Promise<SignablePdf>>();
  private readonly byContent = new Map<string, Promise<SignablePdf>>();

  async pdf(document: AgreementDocument): Promise<{ readonly bytes: Uint8Array; readonly sha256: DocumentHash }> {
    const { bytes, sha256 } = await this.signable(document);
    return { bytes, sha256: sha256 as DocumentHash };
  }

  signable(document: AgreementDocument): Promise<SignablePdf> {
    const seen = this.byIdentity.get(document);
    if (seen !== undefined) return seen;
    const key = digestOf(document);
    const known = this.byContent.get(key) ?? writeAgreementDocument(document).then((bytes) => SignablePdf.read(bytes));
    known.catch(() => { this.byContent.delete(key); this.byIdentity.delete(document); });
    this.byIdentity.set(document, known);
    this.byContent.delete(key); // the last used goes to the end
    this.byContent.set(key, known);
    for (const oldest of this.byContent.keys()) {
      if (this.byContent.size <= REMEMBERED) break;
      this.byContent.delete(oldest);
    }
    return known;
  }
}
