import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, isOdsCode, NotFound, type LocalityId, type OdsCode, type Tx } from '@accord/kernel';
import { concerns, sql } from '@accord/kernel/server';
import { NotReady, type AgreementId, type AskedScope } from '@accord/agreements';
import type { StopScope } from './stops.js';

/** Finds what a person names, as far as they may see it, and writes it down as an entry of the stop list reaches it. */
@Injectable()
export class Stoppable {
  async find(tx: Tx, asked: AskedScope): Promise<StopScope> {
    switch (asked.kind) {
      case 'pair': {
        const { agreementId, localityId } = await this.agreement(tx, asked.agreementId);
        const parties = await sql(tx, `SELECT 1 WHERE EXISTS (SELECT FROM participation WHERE agreement_id = $1 AND provider_ods_code = $2)
          AND EXISTS (SELECT FROM consumer_part WHERE agreement_id = $1 AND consumer_ods_code = $3)`, [agreementId, asked.providerOdsCode, asked.consumerOdsCode]);
        if (parties.length === 0) throw new NotFound('pair');
        return { kind: 'pair', agreementId, localityId, providerOdsCode: asked.providerOdsCode as OdsCode, consumerOdsCode: asked.consumerOdsCode as OdsCode };
      }
      case 'agreement': return { kind: 'agreement', ...await this.agreement(tx, asked.agreementId) };
      case 'provider': return { kind: 'provider', localityId: null, providerOdsCode: await this.organisation(tx, asked.providerOdsCode) };
      case 'consumer': return { kind: 'consumer', localityId: null, consumerOdsCode: await this.organisation(tx, asked.consumerOdsCode) };
      case 'view': return { kind: 'view', localityId: null, consumerOdsCode: await this.organisation(tx, asked.consumerOdsCode), ...await this.view(tx, asked.serviceCode, asked.view) };
      case 'system': return { kind: 'system', localityId: null, ...await this.system(tx, asked.systemId) };
      case 'locality': return { kind: 'locality', localityId: await this.locality(tx, asked.localityId) };
    }
  }

  private async agreement(tx: Tx, id: string): Promise<{ agreementId: AgreementId; localityId: LocalityId }> {
    const [found] = isId(id) ? await sql<{ agreementId: AgreementId; localityId: LocalityId; state: string }>(
      tx, 'SELECT id AS "agreementId", locality_id AS "localityId", state FROM sharing_agreement WHERE id = $1', [id]) : [];
    if (found === undefined) throw new NotFound('agreement');
    concerns(tx, { agreementId: found.agreementId, localityId: found.localityId });
    if (found.state !== 'open' && found.state !== 'closed') throw new NotReady('suspend', found.state);
    return { agreementId: found.agreementId, localityId: found.localityId };
  }

  private async organisation(tx: Tx, code: string): Promise<OdsCode> {
    const found = isOdsCode(code) ? await sql(tx, 'SELECT 1 FROM organisation WHERE ods_code = $1', [code]) : [];
    if (found.length === 0) throw new NotFound('organisation');
    concerns(tx, { odsCode: code as OdsCode });
    return code as OdsCode;
  }

  private async view(tx: Tx, serviceCode: string, view: string): Promise<{ serviceCode: string; views: readonly string[] }> {
    const found = await sql(tx, 'SELECT 1 FROM service_view WHERE service_code = $1 AND code = $2', [serviceCode, view]);
    if (found.length === 0) throw new InvalidInput('view', 'name a view of the service');
    return { serviceCode, views: [view] };
  }

  private async system(tx: Tx, id: string): Promise<{ systemId: string; consumerOdsCode: OdsCode }> {
    const [found] = isId(id) ? await sql<{ consumerOdsCode: OdsCode }>(tx, 'SELECT consumer_ods_code AS "consumerOdsCode" FROM consumer_system WHERE id = $1', [id]) : [];
    if (found === undefined) throw new NotFound('system');
    concerns(tx, { odsCode: found.consumerOdsCode });
    return { systemId: id, ...found };
  }

  private async locality(tx: Tx, id: string): Promise<LocalityId> {
    const found = isId(id) ? await sql(tx, 'SELECT 1 FROM locality WHERE id = $1', [id]) : [];
    if (found.length === 0) throw new NotFound('locality');
    concerns(tx, { localityId: id as LocalityId });
    return id as LocalityId;
  }
}
