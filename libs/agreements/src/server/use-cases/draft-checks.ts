import { Injectable } from '@nestjs/common';
import { isId, NotFound, type LocalityId, type OdsCode, type Tx } from '@accord/kernel';
import { timeOf } from '@accord/kernel/server';
import { NotInLocality, OrganisationNotOpen } from '@accord/agreements';
import { Localities, OrganisationDirectory } from '@accord/directory';
import { Services, ViewSets, type Service } from '@accord/views';
import { readDraft, type AgreementDraft, type DraftInput } from '../domain/agreement-draft.js';

/** What a draft must pass, whenever it is written: parties that exist and are open, practices of the locality, view sets that agree. */
@Injectable()
export class DraftChecks {
  constructor(
    private readonly services: Services, private readonly viewSets: ViewSets, private readonly directory: OrganisationDirectory, private readonly localities: Localities,
  ) {}

  /** @param standing who takes part in the agreement already: what is asked of newcomers alone is not asked of them again */
  async read(tx: Tx, serviceCode: string, localityId: string, input: DraftInput, standing: ReadonlySet<OdsCode> = new Set()): Promise<{ service: Service; draft: AgreementDraft }> {
    const locality = isId(localityId) ? await this.localities.byId(tx, localityId as LocalityId) : null;
    if (locality === null) throw new NotFound('locality');
    const service = await this.services.byCode(tx, serviceCode);
    const draft = readDraft(input, service);
    const newcomers = (codes: readonly OdsCode[]): readonly OdsCode[] => codes.filter((code) => !standing.has(code));
    await this.demandOpen(tx, newcomers([...draft.providers, ...draft.consumers.map((consumer) => consumer.odsCode)]));
    const members = new Set(await this.localities.membersOn(tx, locality.id, timeOf(tx)));
    const stranger = newcomers(draft.providers).find((code) => !members.has(code));
    if (stranger !== undefined) throw new NotInLocality(stranger, locality.name);
    await this.viewSets.demandSame(tx, service.code, draft.consumers.map(({ odsCode, views }) => ({ consumerOdsCode: odsCode, views })));
    return { service, draft };
  }

  private async demandOpen(tx: Tx, codes: readonly OdsCode[]): Promise<void> {
    const open = await this.directory.openAt(tx, codes, timeOf(tx));
    const shut = codes.find((code) => !open.has(code));
    if (shut !== undefined) throw new OrganisationNotOpen(shut);
  }
}
