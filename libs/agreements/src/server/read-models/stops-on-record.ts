import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { demand, sql } from '@accord/kernel/server';
import { StopsOnRecord, type StopOnRecord } from '@accord/agreements';
import { LETTER_CITED } from './instructions.js';

const ONE = `
  SELECT stop.id, stop.kind, stop.scope_kind AS "scopeKind", agreement.reference AS "agreementReference", service.name AS "serviceName",
    stop.provider_ods_code AS "providerOdsCode", practice.name AS "providerName", stop.consumer_ods_code AS "consumerOdsCode", viewer.name AS "consumerName",
    (SELECT name FROM consumer_system WHERE consumer_system.id = stop.system_id) AS "systemName",
    (SELECT array_agg(view.name ORDER BY view.position) FROM service_view view WHERE view.service_code = stop.service_code AND view.code = ANY (stop.views)) AS "viewNames",
    locality.name AS "localityName", locality.code AS "localityCode",
    CASE WHEN stop.locality_id IS NOT NULL THEN ARRAY[stop.locality_id]
      ELSE ARRAY(SELECT DISTINCT served.locality_id FROM localities_of(ARRAY[coalesce(stop.provider_ods_code, stop.consumer_ods_code)], accord_at()) served) END AS "localityIds",
    stop.from_at AS "fromAt", stop.reason, person.name AS "imposedBy", stop.imposed_duty AS "imposedDuty", stop.imposed_side AS "imposedSide", stop.imposed_for AS "imposedFor", stop.lifted_at AS "liftedAt",
    ${LETTER_CITED} AS instruction
  FROM stop
  LEFT JOIN sharing_agreement agreement ON agreement.id = stop.agreement_id
  LEFT JOIN service ON service.code = coalesce(stop.service_code, agreement.service_code)
  LEFT JOIN organisation practice ON practice.ods_code = stop.provider_ods_code
  LEFT JOIN organisation viewer ON viewer.ods_code = stop.consumer_ods_code
  LEFT JOIN locality ON locality.id = stop.locality_id
  LEFT JOIN person ON person.id = stop.imposed_by
  LEFT JOIN campaign_outcome outcome ON outcome.stop_id = stop.id
  LEFT JOIN campaign_answer answer ON answer.id = outcome.answer_id
  LEFT JOIN evidence letter ON letter.id = answer.instruction_id
  WHERE stop.id = $1`;

/** Answers publication: one stop in full, for those whom its statement is for. */
@Injectable()
export class StoredStopsOnRecord extends StopsOnRecord {
  async forStatement(tx: Tx, id: string): Promise<StopOnRecord | null> {
    const [stop] = isId(id) ? await sql<StopOnRecord>(tx, ONE, [id]) : [];
    if (stop === undefined) return null;
    demand(tx, 'state', 'Stop', { imposedFor: stop.imposedFor ?? '', localityIds: stop.localityIds });
    return stop;
  }
}
