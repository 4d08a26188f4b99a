import { Global, Module } from '@nestjs/common';
import { SeenNow } from '../contract/index.js';
import './abilities.js';
import { SightsResolver } from './graphql/sights.resolver.js';
import { ViewingOrganisationsResolver } from './graphql/viewing-organisations.resolver.js';
import { SightsInShort } from './read-models/sights-in-short.js';

/** Who sees what of whom. It reads what the capabilities above it keep, and changes nothing. */
@Global()
@Module({ providers: [SightsResolver, ViewingOrganisationsResolver, { provide: SeenNow, useClass: SightsInShort }], exports: [SeenNow] })
export class ImpactModule {}
