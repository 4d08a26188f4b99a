import { Ability } from '@casl/ability';
import type { SeededWorld } from '@accord/tooling/server';

import type { Question } from '../questions.js';

/**
 * CASL at its best for this: an ability for each consumer, the provider as the type of subject and the view as the action, so that a
 * question is a look-up in an index and no condition is evaluated. It knows no dates; everything in the seeded world is in force.
 */
export class CaslAbilities {
  private readonly abilities = new Map<string, Ability<[string, string]>>();

  constructor(world: SeededWorld) {
    const views = new Map(world.facts.consumers.map((row) => [row.consumer, [...row.views]]));
    const providers = new Map<string, string[]>();
    for (const { provider, consumers } of world.facts.providers) {
      for (const consumer of consumers) {
        const held = providers.get(consumer);
        if (held === undefined) providers.set(consumer, [provider]);
        else held.push(provider);
      }
    }
    for (const [consumer, subject] of providers) {
      const ability = new Ability<[string, string]>([{ action: views.get(consumer) ?? [], subject }]);
      for (const { sha256 } of world.facts.certificates?.filter((row) => row.consumer === consumer) ?? []) this.abilities.set(sha256, ability);
    }
  }

  permits({ certificate, provider, views }: Question): boolean {
    const ability = this.abilities.get(certificate);
    return ability !== undefined && views.every((view) => ability.can(view, provider));
  }
}
