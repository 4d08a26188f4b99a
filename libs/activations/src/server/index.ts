export { activationAbilities } from './abilities.js';
export { ActivationsModule } from './activations.module.js';
export { LocalityReadinessReader } from './read-models/locality-readiness.js';
export { ReadyParties } from './read-models/ready-parties.js';
export { Readiness } from './storage/readiness.js';
export { activationsMappings } from './storage/activations.js';
export { DecideActivation } from './use-cases/decide-activation.js';
export { GoLive } from './use-cases/go-live.js';
export { RecordGateFacts, type GateFactInput } from './use-cases/record-gate-facts.js';
