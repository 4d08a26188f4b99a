import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '@accord/kernel';
import { CurrentActor, Requires } from '@accord/kernel/server';
import { AccessEvents } from '../read-models/access-events.js';
import { OpenAccessEvent } from '../use-cases/open-access-event.js';
import { NamePatient } from '../use-cases/name-patient.js';
import { SearchAccessLog } from '../use-cases/search-access-log.js';
import { AccessEventFilterInput, AccessEventPageType, AccessEventType, NamedPatientType, NamePatientInput } from './access-event.types.js';

@Resolver(() => AccessEventType)
export class AccessLogResolver {
  constructor(private readonly searching: SearchAccessLog, private readonly events: AccessEvents, private readonly naming: NamePatient, private readonly opening: OpenAccessEvent) {}

  @Query(() => AccessEventPageType, { description: 'Searches the access log, newest first. That you searched, and why, is recorded first.' })
  @Requires('access-event:search')
  async accessEvents(
    @CurrentActor() actor: Actor,
    @Args('filter', { type: () => AccessEventFilterInput, nullable: true }) filter?: AccessEventFilterInput | null,
    @Args('reason', { type: () => String, nullable: true, description: 'The purpose; auditors and privacy officers must give one.' }) reason?: string | null,
    @Args('first', { type: () => Int, nullable: true, description: '1 to 100, 25 unless said otherwise.' }) first?: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<AccessEventPageType> {
    const page = await this.searching.execute(actor, { filter: filter ?? {}, reason, first, after }, (tx, search) => this.events.find(tx, search));
    return AccessEventPageType.from(page);
  }

  @Query(() => AccessEventType, { nullable: true, description: 'One event by its id; null where there is none, or none to see. That you opened it, and why, is recorded first.' })
  @Requires('access-event:search')
  async accessEvent(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String, nullable: true, description: 'The purpose; auditors and privacy officers must give one.' }) reason?: string | null,
  ): Promise<AccessEventType | null> {
    const event = await this.opening.execute(actor, { id, reason }, (tx, reading) => this.events.one(tx, id, reading));
    return event && AccessEventType.from(event);
  }

  @Mutation(() => NamedPatientType, { description: 'Gives a token to search by this patient with. A mutation, so that the NHS number never stands in a URL.' })
  @Requires('access-event:search-by-patient')
  async namePatient(@CurrentActor() actor: Actor, @Args('input', { type: () => NamePatientInput }) input: NamePatientInput): Promise<NamedPatientType> {
    return Object.assign(new NamedPatientType(), await this.naming.execute(actor, input));
  }
}
