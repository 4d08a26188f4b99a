import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { AccessDashboard, AccessEventFacets, AccessEventHistogram, FacetValue, HistogramBar, NamedTrend, Trend } from '../../contract/index.js';

@ObjectType('AccessEventBar', { description: 'How many events, and the time to narrow a search to so that it finds them.' })
export class AccessEventBarType {
  @Field(() => String, { description: 'As a search takes it: a London day or an instant.' }) from!: string;
  @Field(() => String, { description: 'As a search takes it: a London day, inclusive, or an instant, exclusive.' }) until!: string;
  @Field(() => Int) permitted!: number;
  @Field(() => Int) refused!: number;
}

@ObjectType('AccessEventHistogram', { description: 'What a search found, over time: one bar for each hour, day, week or month.' })
export class AccessEventHistogramType {
  @Field(() => String, { description: 'What one bar stands for: hour, day, week or month.' }) unit!: string;
  @Field(() => [AccessEventBarType]) bars!: readonly HistogramBar[];
  @Field(() => Int) total!: number;
  @Field(() => Boolean, { description: 'False where there are more events than are counted; these are the newest.' }) isWhole!: boolean;

  static from(histogram: AccessEventHistogram): AccessEventHistogramType {
    return Object.assign(new AccessEventHistogramType(), histogram);
  }
}

@ObjectType('AccessEventFacetValue', { description: 'One value that a search may be narrowed to, and how many events it then finds.' })
export class AccessEventFacetValueType {
  @Field(() => String) value!: string;
  @Field(() => String, { nullable: true, description: 'The name of an organisation.' }) name!: string | null;
  @Field(() => Int) total!: number;
}

@ObjectType('AccessEventFacets', { description: 'What a search found, by what it may be narrowed to; at most twelve of each, the most frequent first.' })
export class AccessEventFacetsType {
  @Field(() => [AccessEventFacetValueType]) decisions!: readonly FacetValue[];
  @Field(() => [AccessEventFacetValueType]) reasons!: readonly FacetValue[];
  @Field(() => [AccessEventFacetValueType]) views!: readonly FacetValue[];
  @Field(() => [AccessEventFacetValueType]) consumers!: readonly FacetValue[];
  @Field(() => [AccessEventFacetValueType]) providers!: readonly FacetValue[];
  @Field(() => Int) total!: number;
  @Field(() => Boolean, { description: 'False where there are more events than are counted; these are the newest.' }) isWhole!: boolean;

  static from({ facets, total, isWhole }: AccessEventFacets): AccessEventFacetsType {
    return Object.assign(new AccessEventFacetsType(), {
      decisions: facets.decision, reasons: facets.reason, views: facets.view, consumers: facets.consumer, providers: facets.provider, total, isWhole,
    });
  }
}

@ObjectType('AccessTrend', { description: 'How many in the days asked for, and in as many days before.' })
export class AccessTrendType {
  @Field(() => Int) now!: number;
  @Field(() => Int) before!: number;
}

@ObjectType('NamedAccessTrend', { description: 'How many of one reason, flag or organisation, in the days asked for and in as many days before.' })
export class NamedAccessTrendType extends AccessTrendType {
  @Field(() => String) value!: string;
  @Field(() => String, { nullable: true, description: 'The name of an organisation.' }) name!: string | null;
}

@ObjectType('AccessDay', { description: 'How many on one London day.' })
export class AccessDayType {
  @Field(() => String) day!: string;
  @Field(() => Int) permitted!: number;
  @Field(() => Int) refused!: number;
}

@ObjectType('AccessDashboard', { description: 'What happened between two days, both inclusive, beside as many days before.' })
export class AccessDashboardType {
  @Field(() => String) from!: string;
  @Field(() => String) until!: string;
  @Field(() => String) previousFrom!: string;
  @Field(() => String) previousUntil!: string;
  @Field(() => AccessTrendType) permitted!: Trend;
  @Field(() => AccessTrendType) refused!: Trend;
  @Field(() => [AccessDayType]) days!: AccessDashboard['days'];
  @Field(() => [NamedAccessTrendType], { description: 'Refusals by reason.' }) reasons!: readonly NamedTrend[];
  @Field(() => [NamedAccessTrendType], { description: 'By rule broken or passed over, e.g. EMERGENCY.' }) flags!: readonly NamedTrend[];
  @Field(() => [NamedAccessTrendType], { description: 'The ten that looked most often.' }) consumers!: readonly NamedTrend[];

  static from(dashboard: AccessDashboard): AccessDashboardType {
    return Object.assign(new AccessDashboardType(), dashboard);
  }
}
