import type { Duty } from './duty.js';
import type { LocalityId, PersonId } from './ids.js';
import type { OdsCode } from './ods-code.js';

export type MachineDuty = 'gateway' | 'publisher' | 'worker' | 'operator';

/**
 * Who acts: a signed-in person in one duty for one organisation (or for localities, or the nation), the named operator at the
 * command line, a machine by its certificate, or Accord's own timed work.
 */
export interface Actor {
  readonly kind: 'person' | 'operator' | 'machine' | 'system';
  readonly personId: PersonId | null;
  readonly name: string;
  readonly duty: Duty | MachineDuty | null;
  readonly odsCode: OdsCode | null;
  readonly localities: readonly LocalityId[];
  /** Authentication context class of the sign-in (OpenID Connect Core 1.0, section 2). */
  readonly acr: string | null;
  /** When the person last proved who they are (`auth_time`). */
  readonly authenticatedAt: Date | null;
  /** Where the request came from: an address or `cli`. */
  readonly origin: string;
}

/** Accord's own timed work. */
export function systemActor(name: string): Actor {
  return { kind: 'system', personId: null, name, duty: 'worker', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'system' };
}

/** A machine, known by its certificate or by the program that it is. */
export function machineActor(name: string, duty: MachineDuty | null, origin: string): Actor {
  return { kind: 'machine', personId: null, name, duty, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin };
}

/** The person at the command line, named once at installation; never verifies, approves or grants. */
export function operatorActor(name: string): Actor {
  return { kind: 'operator', personId: null, name, duty: 'operator', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'cli' };
}
