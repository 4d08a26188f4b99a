import { Injectable } from '@nestjs/common';
import type { OdsCode, Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { ViewSetDiffers, ViewSets, type ServiceCode, type ViewSet, type ViewSetId, type ViewingOrganisationId, type WantedViews } from '@accord/views';

interface Row {
  ods_code: OdsCode; id: ViewSetId; viewing_organisation_id: ViewingOrganisationId; views: string[]; reserved_by_reference: string; from: Date; until: Date | null;
}

@Injectable()
export class StoredViewSets extends ViewSets {
  async currentOf(tx: Tx, serviceCode: ServiceCode, consumers: readonly OdsCode[], at: Date): Promise<ReadonlyMap<OdsCode, ViewSet>> {
    const rows = await sql<Row>(tx, `
      SELECT member.ods_code, view_set.id, view_set.viewing_organisation_id, view_set.views, view_set.reserved_by_reference,
             lower(view_set.current_during) AS from, upper(view_set.current_during) AS until
      FROM viewing_organisation_member member JOIN view_set ON view_set.viewing_organisation_id = member.viewing_organisation_id
      WHERE view_set.service_code = $1 AND member.ods_code = ANY ($2) AND member.during @> $3::timestamptz AND view_set.current_during @> $3::timestamptz`,
    [serviceCode, consumers, at]);
    return new Map(rows.map((row) => [row.ods_code, {
      id: row.id, serviceCode, viewingOrganisationId: row.viewing_organisation_id, views: row.views, reservedByReference: row.reserved_by_reference,
      currentFrom: row.from, currentUntil: row.until,
    }]));
  }

  async demandSame(tx: Tx, serviceCode: ServiceCode, wanted: readonly WantedViews[], asOf = timeOf(tx)): Promise<void> {
    const current = await this.currentOf(tx, serviceCode, wanted.map((each) => each.consumerOdsCode), asOf);
    for (const each of wanted) {
      const agreed = current.get(each.consumerOdsCode);
      if (agreed !== undefined && agreed.views.join() !== each.views.join()) {
        throw new ViewSetDiffers(each.consumerOdsCode, serviceCode, agreed.reservedByReference, agreed.views);
      }
    }
  }
}
