import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

export interface AgreementRow {
  id: string; reference: string; serviceCode: string; serviceName: string; localityId: string; localityCode: string; localityName: string; state: string; version: number; draftedAt: Date;
  openedAt: Date | null; versionId: string; versionNumber: number; title: string; purpose: string; purposeClass: string; lawfulBasis: string; clauses: string[]; beginsOn: string; reviewOn: string; endsOn: string;
  from: Date; until: Date; expired: boolean;
}

export interface PartyRow {
  id: string; agreementId: string; side: 'provider' | 'consumer'; odsCode: string; name: string; state: string; version: number; stateAt: Date; liveAt: Date | null;
  termsDigest: string; evidenceId: string | null; evidenceSha256: string | null; evidenceState: string | null; submittedBy: string | null; verifiedBy: string | null;
  approvedBy: string | null; activationId: string | null; views: string[] | null; agreementReference: string; versionNumber: number; renewal: RenewalRow | null;
}

/** A later version that a live party is asked to sign. */
export interface RenewalRow {
  state: string; stateAt: string; versionNumber: number; termsDigest: string; evidenceId: string | null; evidenceSha256: string | null; evidenceState: string | null;
  submittedBy: string | null; verifiedBy: string | null; approvedBy: string | null; activationId: string | null; views: string[] | null;
  /** Where a proposal to change a view set asks for it. */
  proposalId: string | null; proposalState: string | null; lapsesOn: string | null;
}

/** Words that are being drafted beside those in force are nobody's newest words yet; those of a proposal only once it has cut over. */
export const NEWEST_FIRST = 'version.locked_at IS NULL, version.proposal_id IS NOT NULL AND awaits_cut_over(version.proposal_id), version.number DESC';

/** Agreements in the version opened last, or in their draft where none was; of all, or of some chosen before. */
export const agreementsOf = (chosen: string): string => `
  SELECT agreement.id, agreement.reference, agreement.service_code AS "serviceCode", service.name AS "serviceName", agreement.locality_id AS "localityId", locality.code AS "localityCode", locality.name AS "localityName",
    agreement.state, agreement.version, agreement.drafted_at AS "draftedAt", agreement.opened_at AS "openedAt", version.id AS "versionId", version.number AS "versionNumber", version.title, version.purpose,
    version.purpose_class AS "purposeClass", version.lawful_basis AS "lawfulBasis", version.clauses, version.begins_on::text AS "beginsOn", version.review_on::text AS "reviewOn",
    version.ends_on::text AS "endsOn", lower(version.during) AS "from", upper(version.during) AS "until", upper(version.during) <= accord_at() AS expired
  FROM ${chosen} agreement
  JOIN locality ON locality.id = agreement.locality_id JOIN service ON service.code = agreement.service_code
  JOIN LATERAL (SELECT * FROM agreement_version version WHERE agreement_id = agreement.id ORDER BY ${NEWEST_FIRST} LIMIT 1) version ON true`;
export const AGREEMENT = agreementsOf('sharing_agreement');

/** Support sees that somebody acted, and not who (the matrix says "m"). */
const name = (person: string): string => `CASE WHEN ${person}.id IS NOT NULL AND accord_duty() = 'support' THEN '•••' ELSE ${person}.name END`;

const PARTY_COLUMNS = (side: 'provider' | 'consumer'): string => `
  party.id, party.agreement_id AS "agreementId", '${side}' AS side, party.${side}_ods_code AS "odsCode", organisation.name, party.state, party.version, party.state_at AS "stateAt",
  party.live_at AS "liveAt", party.terms_digest AS "termsDigest", party.evidence_id AS "evidenceId", evidence.document_sha256 AS "evidenceSha256", CASE WHEN evidence.invalidated_at IS NULL THEN evidence.state ELSE 'invalidated' END AS "evidenceState",
  ${name('submitter')} AS "submittedBy", ${name('verifier')} AS "verifiedBy", ${name('approver')} AS "approvedBy", party.activation_id AS "activationId", agreement.reference AS "agreementReference",
  signed.number AS "versionNumber", CASE WHEN party.state IN ('live', 'suspended') THEN renewal.asked END AS renewal`;

/** What somebody live is asked to sign anew, in its newest asking; a declined one says so. */
const RENEWAL = (side: 'provider' | 'consumer'): string => `LEFT JOIN LATERAL (
    SELECT json_build_object('state', renewal.state, 'stateAt', renewal.state_at, 'versionNumber', asked.number, 'termsDigest', renewal.terms_digest, 'evidenceId', renewal.evidence_id,
        'evidenceSha256', proof.document_sha256, 'evidenceState', proof.state, 'submittedBy', ${name('submitter')}, 'verifiedBy', ${name('verifier')}, 'approvedBy', ${name('approver')},
        'activationId', renewal.activation_id, 'views', (SELECT views FROM agreement_version_consumer named WHERE named.version_id = asked.id AND named.consumer_ods_code = renewal.ods_code),
        'proposalId', proposal.id, 'proposalState', proposal_state(proposal, accord_at()), 'lapsesOn', ((proposal.lapses_at - interval '1 millisecond') AT TIME ZONE 'Europe/London')::date) AS asked
    FROM renewal JOIN agreement_version asked ON asked.id = renewal.agreement_version_id LEFT JOIN view_set_proposal proposal ON proposal.id = asked.proposal_id LEFT JOIN evidence proof ON proof.id = renewal.evidence_id
    LEFT JOIN person submitter ON submitter.id = renewal.submitted_by LEFT JOIN person verifier ON verifier.id = renewal.verified_by LEFT JOIN person approver ON approver.id = renewal.approved_by
    WHERE renewal.${side === 'provider' ? 'participation_id' : 'consumer_part_id'} = party.id AND renewal.state NOT IN ('over', 'lapsed') AND proposal_state(proposal, accord_at()) IS DISTINCT FROM 'lapsed'
      AND asked.number > signed.number ORDER BY asked.number DESC, renewal.state = 'declined' LIMIT 1) renewal ON true`;

const PARTY_JOINS = (side: 'provider' | 'consumer'): string => `
  JOIN sharing_agreement agreement ON agreement.id = party.agreement_id JOIN organisation ON organisation.ods_code = party.${side}_ods_code
  LEFT JOIN evidence ON evidence.id = party.evidence_id LEFT JOIN person submitter ON submitter.id = party.submitted_by
  LEFT JOIN person verifier ON verifier.id = party.verified_by LEFT JOIN person approver ON approver.id = party.approved_by
  JOIN agreement_version signed ON signed.id = party.agreement_version_id ${RENEWAL(side)}`;

const PARTIES = `
  SELECT ${PARTY_COLUMNS('provider')}, NULL::text[] AS views FROM participation party ${PARTY_JOINS('provider')} WHERE %
  UNION ALL
  SELECT ${PARTY_COLUMNS('consumer')}, wanted.views FROM consumer_part party ${PARTY_JOINS('consumer')}
    JOIN agreement_version_consumer wanted ON wanted.version_id = party.agreement_version_id AND wanted.consumer_ods_code = party.consumer_ods_code WHERE %
  ORDER BY side DESC, "odsCode", "stateAt" DESC`;

/** What screens and programs read of agreements; row-level security says whose. */
@Injectable()
export class AgreementsReader {
  async page(tx: Tx, { first, after, state, localityId }: { first: number; after?: string | null; state?: string | null; localityId?: string | null }): Promise<AgreementRow[]> {
    if (first < 1 || first > 100) throw new InvalidInput('first', 'ask for 1 to 100');
    return sql<AgreementRow>(tx, `${AGREEMENT} WHERE ($2::text IS NULL OR agreement.reference > $2) AND ($3::text IS NULL OR agreement.state = $3)
      AND ($4::uuid IS NULL OR agreement.locality_id = $4) ORDER BY agreement.reference LIMIT $1`,
    [first, after ?? null, state ?? null, localityId !== undefined && localityId !== null && isId(localityId) ? localityId : null]);
  }

  async byId(tx: Tx, id: string): Promise<AgreementRow | null> {
    return isId(id) ? (await sql<AgreementRow>(tx, `${AGREEMENT} WHERE agreement.id = $1`, [id]))[0] ?? null : null;
  }

  async byReference(tx: Tx, reference: string): Promise<AgreementRow | null> {
    return (await sql<AgreementRow>(tx, `${AGREEMENT} WHERE agreement.reference = $1`, [reference.trim().toUpperCase()]))[0] ?? null;
  }

  async partiesOf(tx: Tx, agreementIds: readonly string[]): Promise<PartyRow[]> {
    return sql<PartyRow>(tx, PARTIES.replaceAll('%', 'party.agreement_id = ANY ($1)'), [agreementIds]);
  }

  async party(tx: Tx, id: string): Promise<PartyRow | null> {
    return isId(id) ? (await sql<PartyRow>(tx, PARTIES.replaceAll('%', 'party.id = $1'), [id]))[0] ?? null : null;
  }

  /** What the acting organisation takes part in. */
  async partiesOfOrganisation(tx: Tx, odsCode: string): Promise<PartyRow[]> {
    return sql<PartyRow>(tx, PARTIES.replace('%', 'party.provider_ods_code = $1').replace('%', 'party.consumer_ods_code = $1'), [odsCode]);
  }
}
