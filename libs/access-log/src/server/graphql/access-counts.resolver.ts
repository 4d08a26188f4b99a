import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '@accord/kernel';
import { CurrentActor, Requires } from '@accord/kernel/server';
import { AccessDashboards } from '../read-models/access-dashboard.js';
import { AccessEventCounts } from '../read-models/access-event-counts.js';
import { ReadAccessDashboard } from '../use-cases/read-access-dashboard.js';
import { SearchAccessLog } from '../use-cases/search-access-log.js';
import { AccessDashboardType, AccessEventFacetsType, AccessEventHistogramType } from './access-counts.types.js';
import { AccessEventFilterInput } from './access-event.types.js';

const PURPOSE = 'The purpose; auditors and privacy officers must give one.';

@Resolver()
export class AccessCountsResolver {
  constructor(
    private readonly searching: SearchAccessLog, private readonly counts: AccessEventCounts,
    private readonly reading: ReadAccessDashboard, private readonly dashboards: AccessDashboards,
  ) {}

  @Query(() => AccessEventHistogramType, { description: 'What a search finds, counted over time. That you searched, and why, is recorded first.' })
  @Requires('access-event:search')
  async accessEventHistogram(
    @CurrentActor() actor: Actor,
    @Args('filter', { type: () => AccessEventFilterInput, nullable: true }) filter?: AccessEventFilterInput | null,
    @Args('reason', { type: () => String, nullable: true, description: PURPOSE }) reason?: string | null,
  ): Promise<AccessEventHistogramType> {
    return AccessEventHistogramType.from(await this.searching.histogram(actor, { filter: filter ?? {}, reason }, {
      byDay: (tx, search) => this.counts.byDay(tx, search), byHour: (tx, search) => this.counts.byHour(tx, search),
    }));
  }

  @Query(() => AccessEventFacetsType, { description: 'What a search finds, counted by what it may be narrowed to. That you searched, and why, is recorded first.' })
  @Requires('access-event:search')
  async accessEventFacets(
    @CurrentActor() actor: Actor,
    @Args('filter', { type: () => AccessEventFilterInput, nullable: true }) filter?: AccessEventFilterInput | null,
    @Args('reason', { type: () => String, nullable: true, description: PURPOSE }) reason?: string | null,
  ): Promise<AccessEventFacetsType> {
    return AccessEventFacetsType.from(await this.searching.facets(actor, { filter: filter ?? {}, reason }, (tx, search) => this.counts.facets(tx, search)));
  }

  @Query(() => AccessDashboardType, { description: 'Volumes, refusals and emergencies, of your own organisation or of the nation. That you read it is recorded.' })
  @Requires('access-dashboard:read')
  async accessDashboard(
    @CurrentActor() actor: Actor,
    @Args('from', { type: () => String, nullable: true, description: 'A London day; 30 days up to "until" unless said otherwise, and at most 92.' }) from?: string | null,
    @Args('until', { type: () => String, nullable: true, description: 'A London day, inclusive; today unless said otherwise.' }) until?: string | null,
  ): Promise<AccessDashboardType> {
    return AccessDashboardType.from(await this.reading.execute(actor, { from, until }, (tx, period, read) => this.dashboards.count(tx, period, read)));
  }
}
