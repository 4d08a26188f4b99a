import { Injectable } from '@nestjs/common';
import { isId, londonDayOf, newId, NotPermitted, ReasonNeeded, sha256Hex, type PersonId, type Tx } from '@accord/kernel';
import { Authorities, mayStandFor, type AuthorityId } from '@accord/people';
import { actorOf, Changes, demand, Outbox, timeOf } from '@accord/kernel/server';
import {
  DocumentRefused, EvidenceCommands, finding, SignatoryWithoutAuthority, type AgreementDocument, type DocumentHash, type DocumentReport, type EvidenceId, type EvidenceKind, type Instruction, type KeptEvidence, type Proof, type SignedFor, type TakenIn, type UploadedProof,
} from '../../contract/index.js';
import { Evidence, type Submission } from '../domain/evidence.js';
import { Seal } from '../domain/seal.js';
import { uploadFindings } from '../domain/upload-findings.js';
import { DocumentVault } from '../storage/document-vault.js';
import { EvidenceStore } from '../storage/evidence-store.js';
import { TakeInUpload } from './take-in-upload.js';
import { WriteDocuments } from './write-documents.js';

/** What a document is signed for: terms, or nothing but the letter itself. */
type Proved = SignedFor & Pick<Submission, 'side' | 'agreementId' | 'agreementVersionId' | 'termsDigest'>;

/** Keeps signed documents as proof, for agreements, in the transaction of the act they prove. */
@Injectable()
export class KeepEvidence extends EvidenceCommands {
  constructor(
    private readonly documents: WriteDocuments,
    private readonly seal: Seal,
    private readonly vault: DocumentVault,
    private readonly uploads: TakeInUpload,
    private readonly authorities: Authorities,
    private readonly store: EvidenceStore,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async keepGenerated(tx: Tx, document: AgreementDocument, proof: Proof): Promise<KeptEvidence> {
    await this.demandAuthority(tx, proof);
    const signable = await this.documents.signable(document);
    const file = signable.sign({
      side: proof.side, reference: document.reference, version: document.version, organisation: { odsCode: proof.odsCode, name: proof.organisationName },
      signatory: { name: proof.signatory.name, role: proof.signatory.roleTitle }, signedAt: proof.signedAt,
    }, this.seal);
    const sha256 = sha256Hex(file) as DocumentHash;
    const report: DocumentReport = { pages: signable.pages + 1, findings: [], signatures: [] };
    // The disk and the database work at once; the caller commits only when both are done.
    const [kept] = await Promise.all([
      this.submit(tx, { sha256, byteLength: file.length, quarantined: false, report }, { kind: 'generated', proof, signedPage: signable.pages + 1, findings: [] }),
      this.vault.put(file),
    ]);
    return kept;
  }

  async keepUploaded(tx: Tx, takenIn: TakenIn, proof: UploadedProof): Promise<KeptEvidence> {
    return this.takeIn(tx, takenIn, 'uploaded', proof, proof.openedAt ?? null);
  }

  async keepInstruction(tx: Tx, takenIn: TakenIn, instruction: Instruction): Promise<KeptEvidence> {
    return this.takeIn(tx, takenIn, 'instruction', { ...instruction, side: 'provider', agreementId: null, agreementVersionId: null, termsDigest: null }, null);
  }

  async accept(tx: Tx, id: EvidenceId): Promise<void> {
    const evidence = await this.store.lock(tx, id);
    demand(tx, 'verify', 'Evidence', { localityId: evidence.localityId });

    evidence.accept(personOf(tx, 'verify'), timeOf(tx));

    await this.store.save(tx, evidence);
    await this.tell(tx, 'evidence.verified', evidence);
  }

  async reject(tx: Tx, id: EvidenceId, reason: string): Promise<void> {
    const evidence = await this.store.lock(tx, id);
    demand(tx, 'verify', 'Evidence', { localityId: evidence.localityId });
    if (reason.trim() === '') throw new ReasonNeeded();

    evidence.reject(personOf(tx, 'reject'), timeOf(tx), reason.trim());

    await this.store.save(tx, evidence);
    await this.tell(tx, 'evidence.rejected', evidence, reason.trim());
  }

  async invalidate(tx: Tx, id: EvidenceId, reason: string): Promise<void> {
    const evidence = await this.store.lock(tx, id);
    demand(tx, 'verify', 'Evidence', { localityId: evidence.localityId });
    if (reason.trim() === '') throw new ReasonNeeded();

    evidence.invalidate(personOf(tx, 'invalidate'), timeOf(tx), reason.trim());

    await this.store.save(tx, evidence);
    await this.tell(tx, 'evidence.invalidated', evidence, reason.trim());
  }

  private async takeIn(tx: Tx, takenIn: TakenIn, kind: EvidenceKind, proof: Proved & { readonly signedPage: number | null }, openedAt: Date | null): Promise<KeptEvidence> {
    demand(tx, 'upload', 'Evidence', { odsCode: proof.odsCode, localityId: proof.localityId });
    await this.demandAuthority(tx, proof);
    const findings = uploadFindings(takenIn.report, proof.signedPage, proof.signedAt, timeOf(tx), this.seal.fingerprint, openedAt);
    const fault = findings.find((each) => each.severity === 'fault');
    if (fault !== undefined) throw new DocumentRefused(fault);
    const kept = await this.submit(tx, takenIn, { kind, proof, signedPage: proof.signedPage, findings });
    await this.uploads.keep(takenIn);
    if (!await this.vault.exists(takenIn.sha256)) throw new DocumentRefused(finding('INCOMPLETE_UPLOAD'));
    return kept;
  }

  private async submit(
    tx: Tx,
    document: { readonly sha256: DocumentHash; readonly byteLength: number; readonly quarantined: boolean; readonly report: DocumentReport },
    { kind, proof, signedPage, findings }: Pick<Submission, 'kind' | 'signedPage' | 'findings'> & { readonly proof: Proved },
  ): Promise<KeptEvidence> {
    const at = timeOf(tx);
    const { quarantined } = await this.store.keepDocument(tx, { ...document, storedAt: at });
    const evidence = Evidence.submitted({
      id: newId<EvidenceId>(at), kind, side: proof.side, documentSha256: document.sha256, documentQuarantined: quarantined, agreementId: proof.agreementId,
      agreementVersionId: proof.agreementVersionId, localityId: proof.localityId, odsCode: proof.odsCode, termsDigest: proof.termsDigest,
      authorityId: proof.signatory.authorityId, signatoryPersonId: proof.signatory.personId, signedAt: proof.signedAt, signedPage, findings,
      submittedBy: personOf(tx, 'submit'), submittedAt: at,
    });
    await this.store.add(tx, evidence);
    await this.tell(tx, `evidence.${evidence.state}`, evidence);
    return { id: evidence.id, state: evidence.state, sha256: document.sha256, findings };
  }

  private async demandAuthority(tx: Tx, { odsCode, signatory, signedAt }: SignedFor): Promise<void> {
    const line = isId(signatory.authorityId) ? await this.authorities.byId(tx, signatory.authorityId as AuthorityId) : null;
    if (line === null || line.odsCode !== odsCode || line.personId !== signatory.personId || !mayStandFor(line, signedAt)) {
      throw new SignatoryWithoutAuthority(odsCode, londonDayOf(signedAt));
    }
  }

  private async tell(tx: Tx, type: string, evidence: Evidence, reason?: string): Promise<void> {
    await this.changes.record(tx, {
      type, subject: evidence.id, odsCode: evidence.odsCode, agreementId: evidence.agreementId, localityId: evidence.localityId, reason: reason ?? null,
      details: { kind: evidence.kind, document: evidence.documentSha256 },
    });
    await this.outbox.append(tx, { type, subject: evidence.id, payload: { agreementId: evidence.agreementId, odsCode: evidence.odsCode } });
  }
}

/** Only people hand in, accept or reject; the operator and machines never do. */
function personOf(tx: Tx, action: string): PersonId {
  const { kind, personId } = actorOf(tx);
  if (kind !== 'person' || personId === null) throw new NotPermitted(action);
  return personId;
}
