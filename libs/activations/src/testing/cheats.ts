import type { Statement } from '@accord/kernel/testing';

/** Straight in SQL, as a running role with every setting it could want: what a broken or a taken process might try. `$1` are agreements, `$2` is the instant, `$3` shuffles. */
export interface Cheat {
  readonly name: string;
  readonly statements: (agreements: readonly string[], at: Date, shuffle: number) => readonly Statement[];
}

const any = (table: string, where = 'true'): string => `(SELECT id FROM ${table} WHERE agreement_id = ANY ($1::uuid[]) AND ${where} ORDER BY md5(id::text || $3::text) LIMIT 1)`;
const anyPair = (where: string): string => `(participation_id, consumer_part_id) = (SELECT participation_id, consumer_part_id FROM pair WHERE agreement_id = ANY ($1::uuid[]) AND ${where} ORDER BY md5(participation_id::text || $3::text) LIMIT 1)`;
const one = (name: string, text: string): Cheat => ({ name, statements: (agreements, at, shuffle) => [{ text: `/* ${name} */ ${text} /* $1::uuid[] $2::timestamptz $3::int */`, params: [agreements, at, shuffle] }] });
/** Every parameter is named in each, or PostgreSQL would not know its type. */
const KNOWN = '($1::uuid[] IS NOT NULL AND $2::timestamptz IS NOT NULL AND $3::int IS NOT NULL)';

export const CHEATS: readonly Cheat[] = [
  // R1
  one('a second set for a viewing organisation', `INSERT INTO view_set (id, service_code, viewing_organisation_id, views, current_during, reserved_by_agreement_id, reserved_by_reference, recorded_at)
    SELECT gen_random_uuid(), service_code, viewing_organisation_id, '{problems}', tstzrange($2, NULL), agreement_id, 'DCR-CHEAT', $2 FROM consumer_part WHERE id = ${any('consumer_part')}`),
  one('a set that ends now', `UPDATE view_set SET current_during = tstzrange(lower(current_during), $2) WHERE reserved_by_agreement_id = ANY ($1::uuid[]) AND ${KNOWN}`),
  one('other views in the set', `UPDATE view_set SET views = '{problems}' WHERE reserved_by_agreement_id = ANY ($1::uuid[]) AND ${KNOWN}`),
  one('a code in a second viewing organisation', `INSERT INTO viewing_organisation_member SELECT part.consumer_ods_code, other.viewing_organisation_id, tstzrange($2, NULL), $2
    FROM consumer_part part JOIN consumer_part other ON other.consumer_ods_code <> part.consumer_ods_code WHERE part.id = ${any('consumer_part')} LIMIT 1`),
  one('a part by another set', `UPDATE consumer_part SET view_set_id = (SELECT view_set.id FROM view_set WHERE view_set.id <> consumer_part.view_set_id LIMIT 1) WHERE agreement_id = ANY ($1::uuid[]) AND ${KNOWN}`),
  one('other views in words that are signed', `UPDATE agreement_version_consumer SET views = '{problems}' WHERE version_id IN (SELECT id FROM agreement_version WHERE agreement_id = ANY ($1::uuid[]) AND locked_at IS NOT NULL) AND ${KNOWN}`),
  one('proved for another set', `INSERT INTO participation_terms SELECT id, 'TSTV01', (SELECT id FROM view_set ORDER BY md5(id::text || $3::text) LIMIT 1) FROM participation WHERE id = ${any('participation')} AND ${KNOWN}`),
  // R2, R3
  one('live at once', `UPDATE participation SET state = 'live', live_at = $2, version = version + 1 WHERE id = ${any('participation', `state NOT IN ('live', 'approved')`)}`),
  one('a part live at once', `UPDATE consumer_part SET state = 'live', live_at = $2, version = version + 1 WHERE id = ${any('consumer_part', `state NOT IN ('live', 'approved')`)}`),
  one('verified by the signatory', `UPDATE evidence SET state = 'verified', verified_by = signatory_person_id, verified_at = $2 WHERE id = ${any('evidence', `state = 'checked'`)}`),
  one('verified by whoever handed it in', `UPDATE evidence SET state = 'verified', verified_by = submitted_by, verified_at = $2 WHERE id = ${any('evidence', `state = 'checked'`)}`),
  one('on the evidence of another', `UPDATE participation SET evidence_id = other.id FROM evidence other WHERE participation.id = ${any('participation', `state = 'live'`)} AND other.id = ${any('evidence', `side = 'consumer'`)} AND ${KNOWN}`),
  one('for other words than were signed', `UPDATE participation SET terms_digest = md5($3::text) WHERE id = ${any('participation', `state IN ('signed', 'verified', 'approved', 'live')`)} AND ${KNOWN}`),
  one('by the newest version, unsigned', `UPDATE participation SET agreement_version_id = newest.id, drafted_by = newest.drafted_by FROM (SELECT DISTINCT ON (agreement_id) * FROM agreement_version WHERE locked_at IS NOT NULL ORDER BY agreement_id, number DESC) newest
    WHERE newest.agreement_id = participation.agreement_id AND newest.id <> participation.agreement_version_id AND participation.agreement_id = ANY ($1::uuid[]) AND state IN ('signed', 'live') AND ${KNOWN}`),
  one('evidence of somebody without authority', `INSERT INTO evidence (id, kind, side, document_sha256, document_quarantined, agreement_id, agreement_version_id, locality_id, ods_code, terms_digest, authority_id, signatory_person_id, signed_at, findings, state, submitted_by, submitted_at)
    SELECT gen_random_uuid(), kind, side, document_sha256, document_quarantined, agreement_id, agreement_version_id, locality_id, ods_code, terms_digest, authority_id, signatory_person_id, '2020-01-01', findings, 'checked', submitted_by, $2 FROM evidence WHERE id = ${any('evidence')}`),
  one('gone over by hand', `UPDATE renewal SET state = 'over', over_at = $2, state_at = $2 WHERE id = ${any('renewal', `state <> 'over'`)}`),
  // R4
  one('a pair for ten years', `INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
    SELECT provider.id, part.id, part.agreement_id, part.service_code, provider.provider_ods_code, part.consumer_ods_code, part.view_set_id, part.locality_id, tstzrange($2, $2::timestamptz + interval '10 years'), $2
    FROM participation provider JOIN consumer_part part USING (agreement_id) WHERE provider.id = ${any('participation')} ORDER BY part.state = 'live' DESC LIMIT 1`),
  one('a pair that another agreement holds', `INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
    SELECT provider.id, part.id, part.agreement_id, part.service_code, provider.provider_ods_code, part.consumer_ods_code, part.view_set_id, part.locality_id, tstzrange($2, upper(signed.during)), $2
    FROM participation provider JOIN consumer_part part USING (agreement_id) JOIN agreement_version signed ON signed.id = provider.agreement_version_id
    WHERE provider.agreement_id = ANY ($1::uuid[]) AND provider.state = 'live' AND part.state = 'live' AND upper(signed.during) > $2 AND NOT EXISTS (SELECT FROM pair WHERE participation_id = provider.id AND consumer_part_id = part.id) ORDER BY md5(part.id::text || $3::text) LIMIT 1`),
  one('a pair held longer', `UPDATE pair SET held_during = tstzrange(lower(held_during), upper(held_during) + interval '1 year') WHERE ${anyPair('upper(held_during) > $2')}`),
  one('a pair that was let go, held again', `UPDATE pair SET held_during = tstzrange(lower(held_during), '2028-01-01') WHERE ${anyPair('upper(held_during) <= $2')}`),
];
