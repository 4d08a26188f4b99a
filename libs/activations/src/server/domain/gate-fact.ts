import { FactSettled, type GateFactKind } from '@accord/activations';
import { SamePerson, type OdsCode, type PersonId } from '@accord/kernel';

/** A dated fact that gates rest on. One person records it, a second confirms it; it is confirmed once and ended once. */
export interface StandingFact {
  readonly id: string;
  readonly odsCode: OdsCode;
  readonly kind: GateFactKind;
  readonly version: number;
  readonly recordedBy: PersonId;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Counts today: what nobody has confirmed never did. */
export const counts = ({ confirmedAt, endedAt }: StandingFact): boolean => confirmedAt !== null && endedAt === null;

export function demandWaiting({ confirmedAt, endedAt }: StandingFact): void {
  if (confirmedAt !== null || endedAt !== null) throw new FactSettled(confirmedAt === null ? 'ended' : 'confirmed');
}

export function demandNotOwn({ recordedBy }: StandingFact, by: PersonId | null): void {
  if (recordedBy === by) throw new SamePerson('confirm');
}

export function demandNotEnded({ endedAt }: StandingFact): void {
  if (endedAt !== null) throw new FactSettled('ended');
}
