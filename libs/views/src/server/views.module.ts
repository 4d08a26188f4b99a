import { Global, Module } from '@nestjs/common';
import { Services, ViewSetCommands, ViewSetProposalCommands, ViewSetProposals, ViewSets } from '@accord/views';
import './abilities.js';
import { ServicesResolver } from './graphql/services.resolver.js';
import { StoredServices } from './read-models/services.js';
import { StoredViewSets } from './read-models/view-sets.js';
import { StoredViewSetProposals } from './read-models/view-set-proposals.js';
import { KeepViewSetProposals } from './use-cases/keep-view-set-proposals.js';
import { ReserveViewSets } from './use-cases/reserve-view-sets.js';

@Global()
@Module({
  providers: [
    { provide: Services, useClass: StoredServices },
    { provide: ViewSets, useClass: StoredViewSets },
    { provide: ViewSetCommands, useClass: ReserveViewSets },
    { provide: ViewSetProposals, useClass: StoredViewSetProposals },
    { provide: ViewSetProposalCommands, useClass: KeepViewSetProposals },
    ServicesResolver,
  ],
  exports: [Services, ViewSets, ViewSetCommands, ViewSetProposals, ViewSetProposalCommands],
})
export class ViewsModule {}
