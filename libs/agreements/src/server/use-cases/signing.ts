import { Injectable } from '@nestjs/common';
import { startOfLondonDay, endOfLondonDay, type PersonId, type Tx } from '@accord/kernel';
import { actorOf, timeOf } from '@accord/kernel/server';
import { AgreementExpired, NoAuthority, ProposalLapsed, SignedInFuture, TermsChanged, type Side } from '@accord/agreements';
import { EvidenceCommands, type KeptEvidence, type Proof, type TakenIn } from '@accord/evidence';
import { Authorities, type AuthorityFacts, type AuthorityId } from '@accord/people';
import { ConsumerPart } from '../domain/consumer-part.js';
import type { Participation } from '../domain/participation.js';
import { AgreementTermsReader, type AgreementTerms } from '../storage/agreement-terms.js';
import { ConsumerParts, Participations } from '../storage/party-parts.js';
import { ProposedVersions } from '../storage/proposed-versions.js';
import { ProvedTerms } from '../storage/proved-terms.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';

/** The step both sides share: evidence is made or taken in, and the part moves from invited to signed or accepted. */
@Injectable()
export class Signing {
  constructor(
    private readonly agreements: SharingAgreements, private readonly terms: AgreementTermsReader, private readonly authorities: Authorities,
    private readonly evidence: EvidenceCommands, private readonly participations: Participations, private readonly parts: ConsumerParts, private readonly proved: ProvedTerms, private readonly asking: ProposedVersions,
  ) {}

  /** Signs in Accord: the acting person is the signatory, and what they read is what they sign. */
  async inAccord(tx: Tx, part: Participation | ConsumerPart, readDigest: string): Promise<KeptEvidence> {
    const actor = actorOf(tx);
    const at = timeOf(tx);
    const terms = await this.demandOpen(tx, part);
    const { termsDigest } = part.step;
    // The form showed other terms than these: nothing is signed unread (R2).
    if (readDigest !== termsDigest || terms.digest !== termsDigest) throw new TermsChanged();
    const authority = await this.authorities.ofPerson(tx, part.odsCode, actor.personId!, at);
    if (authority === null) throw new NoAuthority(part.odsCode);
    const evidence = await this.evidence.keepGenerated(tx, await this.terms.document(tx, terms), this.proof(part, terms, authority, at));
    await this.submit(tx, part, evidence, actor.personId!);
    return evidence;
  }

  /** Keeps an uploaded signature of somebody in the register of authority. */
  async byUpload(tx: Tx, part: Participation | ConsumerPart, upload: { readonly takenIn: TakenIn; readonly authorityId: string; readonly signedOn: string; readonly signedPage: number | null }): Promise<KeptEvidence> {
    const at = timeOf(tx);
    const terms = await this.demandOpen(tx, part);
    const authority = await this.authorities.byId(tx, upload.authorityId as AuthorityId);
    if (authority === null || authority.odsCode !== part.odsCode) throw new NoAuthority(part.odsCode);
    if (startOfLondonDay(upload.signedOn) > at) throw new SignedInFuture();
    // A day without a time counts as its last moment that has already been.
    const signedAt = new Date(Math.min(endOfLondonDay(upload.signedOn).getTime() - 1, at.getTime()));
    const evidence = await this.evidence.keepUploaded(tx, upload.takenIn, { ...this.proof(part, terms, authority, signedAt), signedPage: upload.signedPage, openedAt: terms.lockedAt });
    // Quarantined bytes are kept as a record of the attempt; the part goes on waiting for a signature.
    if (evidence.state === 'checked') await this.submit(tx, part, evidence, actorOf(tx).personId!);
    return evidence;
  }

  private async demandOpen(tx: Tx, part: Participation | ConsumerPart): Promise<AgreementTerms> {
    const agreement = await this.agreements.share(tx, part.agreementId);
    part.step.demandInvited();
    const newest = await this.terms.newest(tx, part.agreementId);
    const terms = newest.versionId === part.step.agreementVersionId ? newest : await this.terms.ofVersion(tx, part.step.agreementVersionId);
    // A proposal asks those who take part, also where nobody joins any more, until it lapses.
    if (terms.proposalState === null) agreement.demandOpen('be signed');
    else agreement.demandStanding('be signed');
    if (terms.proposalState === 'lapsed') throw new ProposalLapsed();
    // Words that others took the place of are not signed any more.
    if (terms.proposalState !== 'running' && newest.digest !== terms.digest) throw new TermsChanged();
    if (timeOf(tx) >= terms.until) throw new AgreementExpired(terms.endsOn);
    return terms;
  }

  private proof(part: Participation | ConsumerPart, terms: AgreementTerms, authority: AuthorityFacts, signedAt: Date): Proof {
    const side: Side = part instanceof ConsumerPart ? 'consumer' : 'provider';
    const party = (side === 'provider' ? terms.providers : terms.consumers).find((each) => each.odsCode === part.odsCode);
    return {
      side, agreementId: part.agreementId, agreementVersionId: part.step.agreementVersionId, localityId: part.localityId, odsCode: part.odsCode,
      organisationName: party?.name ?? part.odsCode, termsDigest: part.step.termsDigest, signedAt,
      signatory: { authorityId: authority.id, personId: authority.personId, name: authority.signatoryName, roleTitle: authority.roleTitle },
    };
  }

  private async submit(tx: Tx, part: Participation | ConsumerPart, evidence: KeptEvidence, by: PersonId): Promise<void> {
    const { step } = part;
    step.submit(evidence.id, by, timeOf(tx));
    if (part instanceof ConsumerPart) {
      await this.parts.save(tx, part);
    } else {
      await this.participations.save(tx, part);
      // What is signed anew proves nothing before it goes over.
      if (step === part) await this.proved.keep(tx, part.id, part.agreementVersionId);
    }
    // Who signs while other views are proposed is asked for those at once (R1).
    if (step === part) await this.asking.askWhoSigned(tx, part);
  }
}
