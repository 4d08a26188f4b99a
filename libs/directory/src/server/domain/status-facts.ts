import { nextDay, type OdsCode } from '@accord/kernel';
import type { OpeningFacts, OrganisationFacts, OrganisationStatus } from '../../contract/index.js';

/** From this London day on the organisation has this status, until a later day says otherwise; of one day the newest word counts. */
export interface StatusFact {
  readonly odsCode: OdsCode;
  readonly status: OrganisationStatus;
  readonly fromOn: string;
}

/** What a row newly says about status over time. Facts are only ever added: a closing day taken back is a word of its own. */
export function statusFacts(before: OpeningFacts | undefined, facts: OrganisationFacts, editionOn: string): readonly StatusFact[] {
  const { odsCode, status, openedOn, closedOn } = facts;
  const said: StatusFact[] = [];
  const say = (word: OrganisationStatus, fromOn: string) => said.push({ odsCode, status: word, fromOn });
  const endsOn = closedOn === null ? null : nextDay(closedOn);

  if (before === undefined) {
    const began = openedOn ?? editionOn;
    say(status === 'C' && (endsOn === null || endsOn > began) ? 'A' : status, began);
    if (status === 'C' && endsOn === null && editionOn > began) say('C', editionOn);
    if (endsOn !== null && endsOn > began) say('C', endsOn);
    return said;
  }
  const isSame = before.status === status && before.openedOn === openedOn && before.closedOn === closedOn;
  if (isSame) return said;
  if (before.openedOn !== openedOn && openedOn !== null && status === 'A') say('A', openedOn);
  if (status !== before.status && (status !== 'C' || endsOn === null)) say(status, editionOn);
  // The old end no longer holds if the new one lies later, or there is none.
  const endedOn = before.closedOn === null ? null : nextDay(before.closedOn);
  if (endedOn !== null && status === before.status && (endsOn === null || endsOn > endedOn)) say('A', endedOn);
  if (endsOn !== null && before.closedOn !== closedOn) say('C', endsOn);
  return said;
}
