import { describe, expect, it } from '@jest/globals';
import type { LocalityId, OdsCode, PersonId } from '@accord/kernel';
import { finding, type DocumentHash, type EvidenceId } from '../../contract/index.js';
import { Evidence, type Submission } from './evidence.js';
import { uploadFindings } from './upload-findings.js';

const [ann, lee, olive] = ['ann', 'lee', 'olive'] as unknown as [PersonId, PersonId, PersonId];
const AT = new Date('2026-03-02T09:00:00Z');

function someEvidence(given: Partial<Submission> = {}): Evidence {
  return Evidence.submitted({
    id: 'e' as EvidenceId, kind: 'uploaded', side: 'provider', documentSha256: 'd' as DocumentHash, documentQuarantined: false, agreementId: 'a', agreementVersionId: 'v',
    localityId: 'l' as LocalityId, odsCode: 'TSTP00' as OdsCode, termsDigest: 't', authorityId: 'r', signatoryPersonId: ann, signedAt: AT, signedPage: 1, findings: [],
    submittedBy: lee, submittedAt: AT, ...given,
  });
}
function rejected(evidence: Evidence): Evidence {
  evidence.reject(olive, AT, 'unreadable');
  return evidence;
}

describe('Evidence', () => {
  it('is accepted by somebody who neither handed it in nor signed it', () => {
    const evidence = someEvidence();
    evidence.accept(olive, AT);
    expect(evidence).toMatchObject({ state: 'verified', verifiedBy: olive, verifiedAt: AT, version: 2 });
  });

  it.each<[string, Evidence, PersonId, string]>([
    ['by the person who handed it in', someEvidence(), lee, 'SAME_PERSON'],
    ['by the person who signed it', someEvidence(), ann, 'SAME_PERSON'],
    ['of a quarantined document', someEvidence({ documentQuarantined: true }), olive, 'EVIDENCE_QUARANTINED'],
    ['with a finding that quarantines', someEvidence({ findings: [finding('ACTIVE_CONTENT')] }), olive, 'EVIDENCE_QUARANTINED'],
    ['with a fault', someEvidence({ findings: [finding('SIGNATURE_BROKEN')] }), olive, 'EVIDENCE_HAS_FAULTS'],
    ['once it was rejected', rejected(someEvidence()), olive, 'NOT_READY'],
  ])('refuses to be accepted %s', (_when, evidence, person, code) => {
    expect(() => evidence.accept(person, AT)).toThrow(expect.objectContaining({ code }));
    expect(evidence.verifiedBy).toBeNull();
  });

  it('is rejected once', () => {
    expect(() => rejected(rejected(someEvidence()))).toThrow(expect.objectContaining({ code: 'NOT_READY' }));
  });
});

describe('What an upload declares', () => {
  const report = { pages: 3, findings: [], signatures: [] };
  const signature = { reason: null, subject: null, issuer: null, certificate: null, claimedAt: null, coversWholeDocument: true, trusted: false };

  it.each(['FAILED', 'INDETERMINATE'] as const)('a signature that is %s does not count as one', (result) => {
    expect(uploadFindings({ ...report, signatures: [{ ...signature, result }] }, null, AT, AT, 'own')).toEqual([finding('NO_SIGNATURE')]);
    expect(uploadFindings({ ...report, signatures: [{ ...signature, result: 'PASSED' }] }, null, AT, AT, 'own')).toEqual([]);
  });

  it('names a page that is there, signed by now', () => {
    expect(uploadFindings(report, 3, AT, AT, 'own')).toEqual([]);
    expect(uploadFindings({ ...report, signatures: [{ ...signature, result: 'PASSED', certificate: 'own' }] }, 3, AT, AT, 'own')).toEqual([finding('SEALED_BY_ACCORD')]);
    expect(uploadFindings(report, 4, AT, AT, 'own')).toEqual([finding('SIGNED_PAGE_ABSENT', '3')]);
    expect(uploadFindings(report, 1, new Date(AT.getTime() + 1), AT, 'own')).toEqual([finding('SIGNED_IN_FUTURE')]);
  });

  it('a signature from before the version was opened for signing waits for a person\'s eye, and is no fault', () => {
    expect(uploadFindings(report, 1, new Date(AT.getTime() - 1), AT, 'own', AT)).toEqual([finding('SIGNED_BEFORE_OPENED')]);
    expect(finding('SIGNED_BEFORE_OPENED').severity).toBe('warning');
    expect(uploadFindings(report, 1, AT, AT, 'own', AT)).toEqual([]);
  });
});
