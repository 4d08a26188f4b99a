import { Injectable } from '@nestjs/common';
import { messageFor, NotFound, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { STANDARD_CLAUSES, termsDigest, type AgreementId, type AgreementVersionId, type VersionWords } from '@accord/agreements';
import type { AgreementDocument } from '@accord/evidence';
import { Services, type ProposalState } from '@accord/views';
import { ConsumerPart } from '../domain/consumer-part.js';
import type { Participation } from '../domain/participation.js';

/** One version of an agreement with all it says: what is drafted, digested, printed and signed. */
export interface AgreementTerms extends Omit<VersionWords, 'providers' | 'consumers'> {
  readonly agreementId: AgreementId;
  readonly versionId: AgreementVersionId;
  readonly reference: string;
  readonly number: number;
  readonly localityId: string;
  readonly serviceCode: string;
  readonly contentModel: string;
  readonly draftedBy: PersonId;
  readonly from: Date;
  readonly until: Date;
  readonly lockedAt: Date | null;
  readonly recordedAt: Date;
  /** Of the proposal that asks for other views by this version; null for all others. */
  readonly proposalId: string | null;
  readonly proposalState: ProposalState | null;
  readonly providers: readonly { readonly odsCode: OdsCode; readonly name: string }[];
  readonly consumers: readonly { readonly odsCode: OdsCode; readonly name: string; readonly views: readonly string[]; readonly viewSetId: string | null }[];
  readonly digest: string;
}

/** Words that are being drafted beside those in force are nobody's newest words yet; those of a proposal only once it has cut over. */
export const NEWEST_FIRST = 'version.locked_at IS NULL, version.proposal_id IS NOT NULL AND awaits_cut_over(version.proposal_id), version.number DESC';

const SELECT = `
  SELECT agreement.id AS "agreementId", version.id AS "versionId", agreement.reference, version.number, agreement.locality_id AS "localityId",
    agreement.service_code AS "serviceCode", service.content_model AS "contentModel", version.drafted_by AS "draftedBy", version.title, version.purpose,
    version.purpose_class AS "purposeClass", version.lawful_basis AS "lawfulBasis", version.clauses, version.begins_on::text AS "beginsOn",
    version.review_on::text AS "reviewOn", version.ends_on::text AS "endsOn", lower(version.during) AS "from", upper(version.during) AS "until",
    version.locked_at AS "lockedAt", version.recorded_at AS "recordedAt", version.proposal_id AS "proposalId", proposal_state(proposal, accord_at()) AS "proposalState",
    (SELECT json_agg(json_build_object('odsCode', ods_code, 'name', name) ORDER BY ods_code) FROM agreement_version_provider
      JOIN organisation ON ods_code = provider_ods_code WHERE version_id = version.id) AS providers,
    (SELECT json_agg(json_build_object('odsCode', ods_code, 'name', name, 'views', views, 'viewSetId', view_set_id) ORDER BY ods_code) FROM agreement_version_consumer
      JOIN organisation ON ods_code = consumer_ods_code WHERE version_id = version.id) AS consumers
  FROM sharing_agreement agreement JOIN agreement_version version ON version.agreement_id = agreement.id JOIN service ON service.code = agreement.service_code
  LEFT JOIN view_set_proposal proposal ON proposal.id = version.proposal_id`;

@Injectable()
export class AgreementTermsReader {
  constructor(private readonly services: Services) {}

  /** The version of an agreement opened last; its draft as long as none was opened. */
  async newest(tx: Tx, agreementId: string): Promise<AgreementTerms> {
    return this.one(tx, `${SELECT} WHERE agreement.id = $1 ORDER BY ${NEWEST_FIRST} LIMIT 1`, agreementId);
  }

  /** By the id of one version that one; by the id of an agreement the one opened last. */
  async called(tx: Tx, id: string): Promise<AgreementTerms> {
    const [newest] = await this.read(tx, `${SELECT} WHERE agreement.id = $1 ORDER BY ${NEWEST_FIRST} LIMIT 1`, id);
    return newest ?? this.ofVersion(tx, id);
  }

  /** The version that is being drafted, for those who draft it. */
  async draftOf(tx: Tx, agreementId: string): Promise<AgreementTerms | null> {
    const [draft] = await this.read(tx, `${SELECT} WHERE agreement.id = $1 AND version.locked_at IS NULL`, agreementId);
    return draft ?? null;
  }

  /** Every version the acting person may read, the oldest first. */
  async all(tx: Tx, agreementId: string): Promise<readonly AgreementTerms[]> {
    return this.read(tx, `${SELECT} WHERE agreement.id = $1 ORDER BY version.number`, agreementId);
  }

  /** The number that its next version bears; a proposal that lapsed has used one up. */
  async nextNumber(tx: Tx, agreementId: string): Promise<number> {
    return (await sql<{ next: number }>(tx, 'SELECT max(number) + 1 AS next FROM agreement_version WHERE agreement_id = $1', [agreementId]))[0]!.next;
  }

  async ofVersion(tx: Tx, versionId: string): Promise<AgreementTerms> {
    return this.one(tx, `${SELECT} WHERE version.id = $1`, versionId);
  }

  /** The document these terms print as. */
  async document(tx: Tx, terms: AgreementTerms): Promise<AgreementDocument> {
    const service = await this.services.byCode(tx, terms.serviceCode);
    return {
      reference: terms.reference, version: terms.number, title: terms.title, service: { code: service.code, name: service.name },
      views: service.views.map(({ code, name }) => ({ code, name })), purpose: messageFor(terms.purposeClass === 'secondary' ? 'PURPOSE_SECONDARY' : 'PURPOSE_DIRECT_CARE', { purpose: terms.purpose }), lawfulBasis: terms.lawfulBasis,
      startsOn: terms.beginsOn, reviewOn: terms.reviewOn, endsOn: terms.endsOn,
      clauses: terms.clauses.map((clause) => ({ heading: headingOf(clause), text: messageFor(clause) })),
      providers: terms.providers, consumers: terms.consumers, termsDigest: terms.digest, madeAt: terms.lockedAt ?? terms.recordedAt,
    };
  }

  private async one(tx: Tx, text: string, id: string): Promise<AgreementTerms> {
    const [terms] = await this.read(tx, text, id);
    if (terms === undefined) throw new NotFound('agreement');
    return terms;
  }

  private async read(tx: Tx, text: string, id: string): Promise<AgreementTerms[]> {
    const rows = await sql<Omit<AgreementTerms, 'digest'>>(tx, text, [id]);
    return rows.map((row) => {
      const terms = { ...row, providers: row.providers ?? [], consumers: row.consumers ?? [] };
      return { ...terms, digest: termsDigest(terms) };
    });
  }
}

/** Standard clauses have a heading of their own in the catalogue; a clause in the parties' words has one for all. */
function headingOf(clause: string): string {
  return messageFor((STANDARD_CLAUSES as readonly string[]).includes(clause) ? `${clause}_HEADING` : 'CLAUSE_OF_THEIR_OWN_HEADING');
}

/** Whether the version still names a party on its side. */
export function namesParty(terms: AgreementTerms, part: Participation | ConsumerPart): boolean {
  const named: readonly { readonly odsCode: OdsCode }[] = part instanceof ConsumerPart ? terms.consumers : terms.providers;
  return named.some(({ odsCode }) => odsCode === part.odsCode);
}
