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

/** Whose hands it has passed through: as ids, and then by their names. */
type Hands = Pick<RenewalRow, 'submittedBy' | 'verifiedBy' | 'approvedBy'>;
type PartyAlone = Omit<PartyRow, 'renewal'>;
type RenewalOfParty = RenewalRow & { readonly partyId: string };

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

const PARTY_COLUMNS = (side: 'provider' | 'consumer'): string => `
  party.id, party.agreement_id AS "agreementId", '${side}' AS side, party.${side}_ods_code AS "odsCode", organisation.name, party.state, party.version, party.state_at AS "stateAt",
  party.live_at AS "liveAt", party.terms_digest AS "termsDigest", party.evidence_id AS "evidenceId", evidence.document_sha256 AS "evidenceSha256", CASE WHEN evidence.invalidated_at IS NULL THEN evidence.state ELSE 'invalidated' END AS "evidenceState",
  party.submitted_by AS "submittedBy", party.verified_by AS "verifiedBy", party.approved_by AS "approvedBy", party.activation_id AS "activationId", agreement.reference AS "agreementReference", signed.number AS "versionNumber"`;

const PARTY_JOINS = (side: 'provider' | 'consumer'): string => `
  JOIN sharing_agreement agreement ON agreement.id = party.agreement_id JOIN organisation ON organisation.ods_code = party.${side}_ods_code
  LEFT JOIN evidence ON evidence.id = party.evidence_id JOIN agreement_version signed ON signed.id = party.agreement_version_id`;

const PARTIES = `
  SELECT ${PARTY_COLUMNS('provider')}, NULL::text[] AS views FROM participation party ${PARTY_JOINS('provider')} WHERE %
  UNION ALL
  SELECT ${PARTY_COLUMNS('consumer')}, wanted.views FROM consumer_part party ${PARTY_JOINS('consumer')}
    JOIN agreement_version_consumer wanted ON wanted.version_id = party.agreement_version_id AND wanted.consumer_ods_code = party.consumer_ods_code WHERE %
  ORDER BY side DESC, "odsCode", "stateAt" DESC`;

/** What those who are live ($1, with the number of the version each signed, $2) are asked to sign anew, in its newest asking; a declined one says so. */
const RENEWALS = `
  SELECT DISTINCT ON (party.id) party.id AS "partyId", renewal.state, to_json(renewal.state_at) #>> '{}' AS "stateAt", asked.number AS "versionNumber", renewal.terms_digest AS "termsDigest", renewal.evidence_id AS "evidenceId",
    proof.document_sha256 AS "evidenceSha256", proof.state AS "evidenceState", renewal.submitted_by AS "submittedBy", renewal.verified_by AS "verifiedBy", renewal.approved_by AS "approvedBy",
    renewal.activation_id AS "activationId", (SELECT views FROM agreement_version_consumer named WHERE named.version_id = asked.id AND named.consumer_ods_code = renewal.ods_code) AS views,
    proposal.id AS "proposalId", proposal_state(proposal, accord_at()) AS "proposalState", ((proposal.lapses_at - interval '1 millisecond') AT TIME ZONE 'Europe/London')::date::text AS "lapsesOn"
  FROM unnest($1::uuid[], $2::int[]) AS party (id, signed) JOIN renewal ON renewal.participation_id = party.id OR renewal.consumer_part_id = party.id
  JOIN agreement_version asked ON asked.id = renewal.agreement_version_id LEFT JOIN view_set_proposal proposal ON proposal.id = asked.proposal_id LEFT JOIN evidence proof ON proof.id = renewal.evidence_id
  WHERE renewal.state NOT IN ('over', 'lapsed') AND proposal_state(proposal, accord_at()) IS DISTINCT FROM 'lapsed' AND asked.number > party.signed
  ORDER BY party.id, asked.number DESC, renewal.state = 'declined'`;

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
    return whole(tx, await sql<PartyAlone>(tx, PARTIES.replaceAll('%', 'party.agreement_id = ANY ($1)'), [agreementIds]));
  }

  async party(tx: Tx, id: string): Promise<PartyRow | null> {
    return isId(id) ? (await whole(tx, await sql<PartyAlone>(tx, PARTIES.replaceAll('%', 'party.id = $1'), [id])))[0] ?? null : null;
  }

  /** What the acting organisation takes part in. */
  async partiesOfOrganisation(tx: Tx, odsCode: string): Promise<PartyRow[]> {
    return whole(tx, await sql<PartyAlone>(tx, PARTIES.replace('%', 'party.provider_ods_code = $1').replace('%', 'party.consumer_ods_code = $1'), [odsCode]));
  }
}

/**
 * Parties with what they are asked to sign anew, and people by their names. Each join is planned under row-level security again, so both are asked for beside: planned
 * together it took five times as long. Nothing is decided by what stands here: each act locks and looks for itself.
 */
async function whole(tx: Tx, parties: readonly PartyAlone[]): Promise<PartyRow[]> {
  const live = parties.filter(({ state }) => state === 'live' || state === 'suspended');
  const asked = live.length === 0 ? [] : await sql<RenewalOfParty>(tx, RENEWALS, [live.map(({ id }) => id), live.map(({ versionNumber }) => versionNumber)]);
  const named = await namesOf(tx, [...parties, ...asked].flatMap(({ submittedBy, verifiedBy, approvedBy }) => [submittedBy, verifiedBy, approvedBy]));
  const renewals = new Map(asked.map(({ partyId, ...renewal }) => [partyId, named(renewal)]));
  return parties.map((party) => ({ ...named(party), renewal: renewals.get(party.id) ?? null }));
}

/** Puts names in the place of people's ids: of those whom one may see. Support sees that somebody acted, and not who (the matrix says "m"). */
async function namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<<Row extends Hands>(row: Row) => Row> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  const people = known.length === 0 ? [] : await sql<{ id: string; name: string }>(tx, "SELECT id, CASE accord_duty() WHEN 'support' THEN '•••' ELSE name END AS name FROM person WHERE id = ANY ($1)", [known]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const name = (id: string | null): string | null => (id === null ? null : names.get(id) ?? null);
  return (row) => ({ ...row, submittedBy: name(row.submittedBy), verifiedBy: name(row.verifiedBy), approvedBy: name(row.approvedBy) });
}
