import { Args, Query, Resolver } from '@nestjs/graphql';
import { isSeen } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { CurrentTx, demand, Requires, timeOf } from '@accord/kernel/server';
import { Services, UnknownView } from '@accord/views';
import { sights } from '../read-models/sights.js';
import { localitiesOf, namesOf } from '../read-models/viewing-organisations.js';
import { nearest, SightArgs, SightType, WhoCanSeeType } from './sight.types.js';

const codeOf = (text: string): string => text.trim().toUpperCase();

/** Who sees what of whom, now. */
@Resolver(() => SightType)
export class SightsResolver {
  constructor(private readonly services: Services) {}

  @Query(() => WhoCanSeeType, { description: 'Whether one viewing organisation sees one view of one sharing organisation now; if not, the smallest thing that would change it.' })
  @Requires('sight:read')
  async whoCanSee(@CurrentTx() given: Promise<Tx>, @Args() asked: SightArgs): Promise<WhoCanSeeType> {
    const tx = await given;
    const [provider, consumer] = [codeOf(asked.provider), codeOf(asked.consumer)];
    demand(tx, 'read', 'Sight', { providerOdsCode: provider, consumerOdsCode: consumer, localityIds: await localitiesOf(tx, [provider]) });
    const service = await this.services.byCode(tx, asked.service);
    if (!service.views.some(({ code }) => code === asked.view)) throw new UnknownView(service.code, asked.view);

    const at = timeOf(tx);
    const { rows, publication } = await sights(tx, { service: service.code, provider, consumer });
    const row = nearest(rows, asked.view, at);
    const names = await namesOf(tx, [provider, consumer]);
    return Object.assign(new WhoCanSeeType(), {
      isSeen: row !== null && isSeen(row, asked.view, at), at, providerOdsCode: provider, providerName: names.get(provider) ?? null, consumerOdsCode: consumer, consumerName: names.get(consumer) ?? null,
      service: service.code, view: asked.view, sight: row === null ? null : SightType.from(row, at, asked.view), agreements: rows.length, publication,
    });
  }

  @Query(() => [SightType], { description: 'Every viewing organisation an agreement names beside a sharing organisation, with the views each sees now.' })
  @Requires('sight:read')
  async seenBy(
    @CurrentTx() given: Promise<Tx>, @Args('provider', { type: () => String, description: 'ODS code of the organisation whose records are seen.' }) asked: string,
    @Args('service', { type: () => String, defaultValue: 'DCR', description: 'The code of the service, e.g. DCR.' }) service: string,
  ): Promise<SightType[]> {
    const tx = await given;
    const provider = codeOf(asked);
    demand(tx, 'read', 'Sight', { providerOdsCode: provider, consumerOdsCode: '', localityIds: await localitiesOf(tx, [provider]) });
    return this.shown(tx, { service, provider, consumer: null });
  }

  @Query(() => [SightType], { description: 'Every sharing organisation an agreement names beside a viewing organisation, with the views it sees of each now.' })
  @Requires('sight:read')
  async sees(
    @CurrentTx() given: Promise<Tx>, @Args('consumer', { type: () => String, description: 'ODS code of the organisation that sees.' }) asked: string,
    @Args('service', { type: () => String, defaultValue: 'DCR', description: 'The code of the service, e.g. DCR.' }) service: string,
  ): Promise<SightType[]> {
    const tx = await given;
    const consumer = codeOf(asked);
    demand(tx, 'read', 'Sight', { providerOdsCode: '', consumerOdsCode: consumer, localityIds: await localitiesOf(tx, [consumer]) });
    return this.shown(tx, { service, provider: null, consumer });
  }

  private async shown(tx: Tx, wanted: { service: string; provider: string | null; consumer: string | null }): Promise<SightType[]> {
    const service = await this.services.byCode(tx, wanted.service);
    const at = timeOf(tx);
    return (await sights(tx, { ...wanted, service: service.code })).rows.map((row) => SightType.from(row, at, null));
  }
}
