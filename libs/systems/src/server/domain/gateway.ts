import { demandVersion, SamePerson, type LocalityId, type PersonId } from '@accord/kernel';
import type { GatewayId } from '../../contract/index.js';
import { GatewayState, Unfit } from './refusals.js';
import type { Registrar } from './registrar.js';

const CODE = /^[a-z0-9][a-z0-9-]{1,62}$/;

/** A gateway that enforces: it fetches publications of the localities it serves, and is told apart by its certificate. */
export class Gateway {
  readonly id!: GatewayId;
  readonly code!: string;
  readonly name!: string;
  readonly localityIds!: readonly LocalityId[];
  /** Null where the operator registered it at the command line. */
  readonly registeredBy!: PersonId | null;
  readonly registeredByOperator!: string | null;
  readonly registeredAt!: Date;
  readonly confirmedBy: PersonId | null = null;
  readonly confirmedAt: Date | null = null;
  readonly revokedBy: PersonId | null = null;
  readonly revokedAt: Date | null = null;
  readonly revokedReason: string | null = null;
  readonly version: number = 1;

  private constructor() {}

  static registered(id: GatewayId, code: string, name: string, localityIds: readonly LocalityId[], by: Registrar, at: Date): Gateway {
    if (!CODE.test(code)) throw new Unfit('GATEWAY_CODE_SHAPE');
    if (localityIds.length === 0) throw new Unfit('GATEWAY_SERVES_NOTHING');
    return Object.assign(new Gateway(), { id, code, name, localityIds, ...by, registeredAt: at });
  }

  static stored(row: Omit<Gateway, 'confirm' | 'revoke' | 'state'>): Gateway {
    return Object.assign(new Gateway(), row);
  }

  get state(): 'registered' | 'confirmed' | 'revoked' {
    if (this.revokedAt !== null) return 'revoked';
    return this.confirmedAt === null ? 'registered' : 'confirmed';
  }

  confirm(by: PersonId, at: Date, expectedVersion: number): void {
    if (this.state !== 'registered') throw new GatewayState(this.state, 'confirmed');
    demandVersion(expectedVersion, this.version);
    if (by === this.registeredBy) throw new SamePerson('confirm');
    this.become({ confirmedBy: by, confirmedAt: at });
  }

  /** Quarantine: from now on it fetches nothing and is believed nothing. Nothing can block it. */
  revoke(by: PersonId, at: Date, reason: string): void {
    if (this.state === 'revoked') throw new GatewayState(this.state, 'revoked');
    this.become({ revokedBy: by, revokedAt: at, revokedReason: reason.trim() });
  }

  private become(change: Partial<Gateway>): void {
    Object.assign(this, change, { version: this.version + 1 });
  }
}
