import { Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { CurrentTx, Requires } from '@accord/kernel/server';
import type { Tx } from '@accord/kernel';
import { Services, type Service } from '@accord/views';

@ObjectType('View', { description: 'One page of a kind of record, at its fixed place in the content model of the service.' })
export class ViewType {
  @Field(() => String, { description: 'As gateways are asked for it, e.g. `medication`.' }) code!: string;
  @Field(() => String) name!: string;
  @Field(() => Int, { description: 'From 1, in the fixed order.' }) position!: number;
}

@ObjectType('Service', { description: 'A kind of record offered. Services and their views are data.' })
export class ServiceType {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'The version of the content model.' }) contentModel!: string;
  @Field(() => [ViewType]) views!: ViewType[];

  static from(service: Service): ServiceType {
    return Object.assign(new ServiceType(), { ...service, views: service.views.map((view) => Object.assign(new ViewType(), view)) });
  }
}

@Resolver(() => ServiceType)
export class ServicesResolver {
  constructor(private readonly known: Services) {}

  @Query(() => [ServiceType], { description: 'Every service and its views in order.' })
  @Requires('service:read')
  async services(@CurrentTx() tx: Tx): Promise<ServiceType[]> {
    return (await this.known.all(tx)).map((service) => ServiceType.from(service));
  }
}
