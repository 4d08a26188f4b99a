import { Global, Module } from '@nestjs/common';
import { Services, ViewSetCommands, ViewSets } from '@accord/views';
import './abilities.js';
import { ServicesResolver } from './graphql/services.resolver.js';
import { StoredServices } from './read-models/services.js';
import { StoredViewSets } from './read-models/view-sets.js';
import { ReserveViewSets } from './use-cases/reserve-view-sets.js';

@Global()
@Module({
  providers: [
    { provide: Services, useClass: StoredServices },
    { provide: ViewSets, useClass: StoredViewSets },
    { provide: ViewSetCommands, useClass: ReserveViewSets },
    ServicesResolver,
  ],
  exports: [Services, ViewSets, ViewSetCommands],
})
export class ViewsModule {}
