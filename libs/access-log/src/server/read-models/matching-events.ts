import type { RecordedSearch } from '../../contract/index.js';

/** Which events a search is about, and whom it reaches: $1 to $15. Parts left out are null, and the planner drops them: it sees the values. */
export const MATCHES = `($1::text IS NULL OR user_id = $1) AND ($2::text IS NULL OR message_id = $2) AND ($3::text IS NULL OR prescription_id = $3)
  AND ($4::timestamptz IS NULL OR occurred_at >= $4) AND ($5::timestamptz IS NULL OR occurred_at < $5)
  AND ($6::text IS NULL OR consumer_ods_code = $6) AND ($7::text IS NULL OR provider_ods_code = $7)
  AND ($8::text IS NULL OR decision = $8) AND ($9::text IS NULL OR reason = $9) AND ($10::text IS NULL OR $10 = ANY (views))
  AND ($11::bytea IS NULL OR patient_index = $11) AND ($14::text IS NULL OR $14 = ANY (flags))
  AND ($15::text IS NULL OR gateway_id = (SELECT id FROM gateway WHERE code = $15))
  AND ($12::text = 'nation' OR consumer_ods_code = $13::text OR ($12 = 'either' AND provider_ods_code = $13))`;

export function matchesOf({ filter, patientIndex, reach, odsCode }: RecordedSearch): readonly unknown[] {
  return [
    filter.userId ?? null, filter.messageId ?? null, filter.prescriptionId ?? null, filter.from ?? null, filter.until ?? null, filter.consumerOdsCode ?? null,
    filter.providerOdsCode ?? null, filter.decision ?? null, filter.reason ?? null, filter.view ?? null, patientIndex, reach, odsCode, filter.flag ?? null,
    filter.gateway ?? null,
  ];
}
