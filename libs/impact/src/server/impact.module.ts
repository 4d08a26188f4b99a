import { Module } from '@nestjs/common';
import './abilities.js';
import { SightsResolver } from './graphql/sights.resolver.js';
import { ViewingOrganisationsResolver } from './graphql/viewing-organisations.resolver.js';

/** Who sees what of whom. It reads what the capabilities above it keep, and changes nothing. */
@Module({ providers: [SightsResolver, ViewingOrganisationsResolver] })
export class ImpactModule {}
