import type { Duty, LocalityId, OdsCode } from '@accord/kernel';
import type { GrantId } from '../../contract/index.js';

/** A duty somebody holds at the instant asked about. */
export interface HeldGrant {
  readonly id: GrantId;
  readonly duty: Duty;
  readonly odsCode: OdsCode | null;
  readonly organisationName: string | null;
  readonly localities: readonly LocalityId[];
  readonly until: Date | null;
  readonly personName: string;
}
