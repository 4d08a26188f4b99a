import { nextDay, type OdsCode } from '@accord/kernel';
import { GP_PRACTICE, type OrganisationFacts } from '../../contract/index.js';

/** A practice's time in a locality, in London days: from the first day, up to but not on `beforeOn`. */
export interface Membership {
  readonly odsCode: OdsCode;
  readonly localityCode: string;
  readonly fromOn: string;
  readonly beforeOn: string | null;
}

export interface MembershipChange {
  readonly odsCode: OdsCode;
  /** Every membership of the practice as it now reads, in order; replaces what was known. */
  readonly after: readonly Membership[];
}

/**
 * The memberships of one practice after an import. What lies before the file's word is history and stays; a practice that moved is
 * in its old locality up to the day it joined the new one.
 */
export function membershipsAfter(facts: OrganisationFacts, known: readonly Membership[], editionOn: string): readonly Membership[] {
  const said = saidMembership(facts, editionOn);
  const latest = known.at(-1);
  if (said === null) return latest === undefined ? known : [...known.slice(0, -1), ...endedBy(latest, endOf(facts) ?? editionOn)];
  if (latest === undefined) return [said];
  const earlier = known.slice(0, -1);
  if (latest.localityCode === said.localityCode) return [...earlier, ...after(earlier.at(-1), said)];
  // A file that backdates a move past the practice's joining of the locality we knew takes effect with its edition instead.
  const fromOn = said.fromOn > latest.fromOn ? said.fromOn : later(editionOn, latest.fromOn);
  const moved = said.beforeOn !== null && said.beforeOn <= fromOn ? [] : [{ ...said, fromOn }];
  return [...earlier, ...endedBy(latest, fromOn), ...moved];
}

function saidMembership(facts: OrganisationFacts, editionOn: string): Membership | null {
  if (facts.prescribingSetting !== GP_PRACTICE || facts.commissionerCode === null) return null;
  const fromOn = facts.joinedCommissionerOn ?? facts.openedOn ?? editionOn;
  const beforeOn = endOf(facts);
  if (beforeOn !== null && beforeOn <= fromOn) return null;
  return { odsCode: facts.odsCode, localityCode: facts.commissionerCode, fromOn, beforeOn };
}

/** The day after the last one (an end date is inclusive, R6): as a member, or at all. */
function endOf(facts: OrganisationFacts): string | null {
  const lastOn = facts.leftCommissionerOn ?? (facts.status === 'C' ? facts.closedOn : null);
  return lastOn === null ? null : nextDay(lastOn);
}

function endedBy(membership: Membership, beforeOn: string): readonly Membership[] {
  if (membership.beforeOn !== null && membership.beforeOn <= beforeOn) return [membership];
  return beforeOn <= membership.fromOn ? [] : [{ ...membership, beforeOn }];
}

/** A membership cannot begin before the one ahead of it has ended. */
function after(previous: Membership | undefined, said: Membership): readonly Membership[] {
  const fromOn = previous?.beforeOn != null ? later(previous.beforeOn, said.fromOn) : said.fromOn;
  return said.beforeOn !== null && said.beforeOn <= fromOn ? [] : [{ ...said, fromOn }];
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

export function sameMemberships(one: readonly Membership[], other: readonly Membership[]): boolean {
  return one.length === other.length && one.every((each, at) => {
    const that = other[at]!;
    return each.localityCode === that.localityCode && each.fromOn === that.fromOn && each.beforeOn === that.beforeOn;
  });
}
