import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('Installation', { description: 'This installation of Accord.' })
export class InstallationType {
  @Field(() => Boolean, { description: 'Whether its people and organisations are invented, made at its first start.' })
  isExample!: boolean;
}
