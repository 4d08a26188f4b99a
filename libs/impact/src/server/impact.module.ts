import { Global, Module } from '@nestjs/common';
import { ImpactOfActs } from '@accord/agreements';
import { ImpactOfOpening } from '@accord/directory';
import { ImpactOfConfirming, ImpactOfRevoking } from '@accord/systems';
import { SeenNow } from '../contract/index.js';
import './abilities.js';
import { CampaignImpactResolver } from './graphql/campaign-impact.resolver.js';
import { ImpactResolver } from './graphql/impact.resolver.js';
import { SightsResolver } from './graphql/sights.resolver.js';
import { ViewingOrganisationsResolver } from './graphql/viewing-organisations.resolver.js';
import { ActsAsked } from './read-models/acts-asked.js';
import { CampaignImpacts } from './read-models/campaign-impacts.js';
import { ConfirmingPreviewed, OpeningPreviewed, RevokingPreviewed } from './read-models/impact-of-registers.js';
import { PreviewedImpact } from './read-models/previewed-impact.js';
import { SharingWorldReader } from './read-models/sharing-world-reader.js';
import { SightsInShort } from './read-models/sights-in-short.js';

/** Who sees what of whom. It reads what the capabilities above it keep, and changes nothing. */
@Global()
@Module({ providers: [SightsResolver, ViewingOrganisationsResolver, { provide: SeenNow, useClass: SightsInShort },
  SharingWorldReader, PreviewedImpact, { provide: ImpactOfActs, useExisting: PreviewedImpact },
  { provide: ImpactOfConfirming, useClass: ConfirmingPreviewed }, { provide: ImpactOfOpening, useClass: OpeningPreviewed }, { provide: ImpactOfRevoking, useClass: RevokingPreviewed }, ActsAsked, ImpactResolver, CampaignImpacts, CampaignImpactResolver], exports: [SeenNow, ImpactOfActs, ImpactOfConfirming, ImpactOfOpening, ImpactOfRevoking] })
export class ImpactModule {}
