import type { LocalityId, Refusal } from '@accord/kernel';
import type { GatewayId } from '../../contract/index.js';
import { GatewayState, Unfit } from './refusals.js';
import type { Registrar } from './registrar.js';
import { Registration } from './registration.js';

const CODE = /^[a-z0-9][a-z0-9-]{1,62}$/;

/** A gateway that enforces: it fetches publications of the localities it serves, and is told apart by its certificate. Revoked, it fetches nothing and is believed nothing. */
export class Gateway extends Registration {
  readonly id!: GatewayId;
  readonly code!: string;
  readonly name!: string;
  readonly localityIds!: readonly LocalityId[];

  private constructor() { super(); }

  static registered(id: GatewayId, code: string, name: string, localityIds: readonly LocalityId[], by: Registrar, at: Date): Gateway {
    if (!CODE.test(code)) throw new Unfit('GATEWAY_CODE_SHAPE');
    if (localityIds.length === 0) throw new Unfit('GATEWAY_SERVES_NOTHING');
    return Object.assign(new Gateway(), { id, code, name, localityIds, ...by, registeredAt: at });
  }

  static stored(row: Omit<Gateway, 'confirm' | 'demandInForce' | 'revoke' | 'state'>): Gateway {
    return Object.assign(new Gateway(), row);
  }

  /** A further certificate is for one that a second person has confirmed, and nobody has revoked. */
  demandInForce(): void {
    if (this.state !== 'confirmed') throw this.notReady('given a further certificate');
  }

  protected override notReady(step: string): Refusal {
    return new GatewayState(this.state, step);
  }
}
