import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { InstallationFacts } from '../installation-facts.js';
import { Open } from '../marks.js';
import { InstallationType } from './installation.types.js';

@Resolver(() => InstallationType)
export class InstallationResolver {
  constructor(@Inject(InstallationFacts) private readonly facts: InstallationFacts) {}

  @Query(() => InstallationType, { description: 'What anybody may know of this installation, signed in or not.' })
  @Open()
  installation(): InstallationType {
    return Object.assign(new InstallationType(), { isExample: this.facts.isExample });
  }
}
