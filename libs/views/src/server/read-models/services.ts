import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { Services, UnknownService, type Service, type ServiceCode, type View } from '@accord/views';

interface Row { code: string; name: string; content_model: string; views: View[] }

const SELECT = `SELECT service.code, service.name, service.content_model,
    json_agg(json_build_object('code', service_view.code, 'name', service_view.name, 'position', service_view.position) ORDER BY service_view.position) AS views
  FROM service JOIN service_view ON service_view.service_code = service.code`;

@Injectable()
export class StoredServices extends Services {
  async byCode(tx: Tx, code: string): Promise<Service> {
    const [row] = await sql<Row>(tx, `${SELECT} WHERE service.code = $1 GROUP BY service.code`, [code]);
    if (row === undefined) throw new UnknownService();
    return serviceOf(row);
  }

  async all(tx: Tx): Promise<readonly Service[]> {
    return (await sql<Row>(tx, `${SELECT} GROUP BY service.code ORDER BY service.code`)).map(serviceOf);
  }
}

function serviceOf(row: Row): Service {
  return { code: row.code as ServiceCode, name: row.name, contentModel: row.content_model, views: row.views };
}
