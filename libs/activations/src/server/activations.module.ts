import { Global, Module } from '@nestjs/common';
import { ActsOfActivations, PartiesReadyToGoLive } from '@accord/activations';
import './abilities.js';
import { ActivationsResolver } from './graphql/activations.resolver.js';
import { GateFactsResolver } from './graphql/gate-facts.resolver.js';
import { LocalitiesResolver } from './graphql/localities.resolver.js';
import { ActivationsReader } from './read-models/activations.js';
import { LocalityCoverageReader } from './read-models/locality-coverage.js';
import { LocalityReadinessReader } from './read-models/locality-readiness.js';
import { ReadyParties } from './read-models/ready-parties.js';
import { GateFacts } from './storage/gate-facts.js';
import { Readiness } from './storage/readiness.js';
import { Activations } from './storage/activations.js';
import { DecideActivation } from './use-cases/decide-activation.js';
import { GoLive } from './use-cases/go-live.js';
import { ReadyToGoLive } from './use-cases/ready-to-go-live.js';
import { RecordGateFacts } from './use-cases/record-gate-facts.js';
import { TurnOfFacts } from './use-cases/turn-of-facts.js';

@Global()
@Module({
  providers: [Activations, ActivationsReader, LocalityReadinessReader, { provide: PartiesReadyToGoLive, useClass: ReadyParties }, LocalityCoverageReader, Readiness, GateFacts, TurnOfFacts, DecideActivation, GoLive, ReadyToGoLive, { provide: ActsOfActivations, useExisting: ReadyToGoLive }, RecordGateFacts, ActivationsResolver, GateFactsResolver, LocalitiesResolver],
  exports: [DecideActivation, GoLive, RecordGateFacts, Readiness, PartiesReadyToGoLive, ActsOfActivations],
})
export class ActivationsModule {}
