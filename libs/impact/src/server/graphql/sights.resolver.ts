import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Tx } from '@accord/kernel';
import { CurrentTx, demand, Requires, timeOf } from '@accord/kernel/server';
import { Services, UnknownView } from '@accord/views';
import { askedMoment, type Moment } from '../../contract/asked-moment.js';
import { explanationOf, sightsAt } from '../read-models/explanation.js';
import { localitiesOf } from '../read-models/viewing-organisations.js';
import { ExplanationArgs, ExplanationType } from './explanation.types.js';
import { MomentArgs, SightType } from './sight.types.js';

const codeOf = (text: string): string => text.trim().toUpperCase();

/** Who sees what of whom, now or on a past day. */
@Resolver(() => SightType)
export class SightsResolver {
  constructor(private readonly services: Services) {}

  @Query(() => ExplanationType, { description: 'Whether one viewing organisation sees one view of one sharing organisation, now or on a past day; why, since when, and if not, the smallest thing that would change it.' })
  @Requires('sight:read')
  async explanation(@CurrentTx() given: Promise<Tx>, @Args() asked: ExplanationArgs): Promise<ExplanationType> {
    const tx = await given;
    const [provider, consumer] = [codeOf(asked.provider), codeOf(asked.consumer)];
    const moment = await this.asking(tx, asked, { provider, consumer, of: provider });
    const service = await this.services.byCode(tx, asked.service);
    const view = service.views.find(({ code }) => code === asked.view);
    if (view === undefined) throw new UnknownView(service.code, asked.view);
    return ExplanationType.from(await explanationOf(tx, { service, provider, consumer, view, moment }));
  }

  @Query(() => [SightType], { description: 'Every viewing organisation an agreement names beside a sharing organisation, with the views each sees, now or on a past day.' })
  @Requires('sight:read')
  async seenBy(
    @CurrentTx() given: Promise<Tx>, @Args('provider', { type: () => String, description: 'ODS code of the organisation whose records are seen.' }) asked: string,
    @Args('service', { type: () => String, defaultValue: 'DCR', description: 'The code of the service, e.g. DCR.' }) service: string, @Args() when: MomentArgs,
  ): Promise<SightType[]> {
    const provider = codeOf(asked);
    return this.shown(await given, { service, provider, consumer: null }, when);
  }

  @Query(() => [SightType], { description: 'Every sharing organisation an agreement names beside a viewing organisation, with the views it sees of each, now or on a past day.' })
  @Requires('sight:read')
  async sees(
    @CurrentTx() given: Promise<Tx>, @Args('consumer', { type: () => String, description: 'ODS code of the organisation that sees.' }) asked: string,
    @Args('service', { type: () => String, defaultValue: 'DCR', description: 'The code of the service, e.g. DCR.' }) service: string, @Args() when: MomentArgs,
  ): Promise<SightType[]> {
    const consumer = codeOf(asked);
    return this.shown(await given, { service, provider: null, consumer }, when);
  }

  private async shown(tx: Tx, wanted: { service: string; provider: string | null; consumer: string | null }, when: MomentArgs): Promise<SightType[]> {
    const moment = await this.asking(tx, when, { provider: wanted.provider ?? '', consumer: wanted.consumer ?? '', of: wanted.provider ?? wanted.consumer ?? '' });
    const service = await this.services.byCode(tx, wanted.service);
    return (await sightsAt(tx, { ...wanted, service: service.code }, moment)).rows.map((row) => SightType.from(row, moment, null));
  }

  /** The moment asked about, by somebody who may ask about it: the past asks for more than the present. */
  private async asking(tx: Tx, { at, asKnownAt }: MomentArgs, { provider, consumer, of }: { provider: string; consumer: string; of: string }): Promise<Moment> {
    const sight = { providerOdsCode: provider, consumerOdsCode: consumer, localityIds: await localitiesOf(tx, [of]) };
    demand(tx, 'read', 'Sight', sight);
    const moment = askedMoment(at, asKnownAt, timeOf(tx));
    if (moment.reading !== 'now') demand(tx, 'read-past', 'Sight', sight);
    return moment;
  }
}
