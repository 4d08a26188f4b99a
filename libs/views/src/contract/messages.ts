import { defineMessages } from '@accord/kernel';

defineMessages({
  VIEW_SET_DIFFERS: '{consumer} already sees another view set of {service}, agreed in {reference} ({views}). Every provider shares the same views with one viewing organisation.',
  UNKNOWN_SERVICE: 'There is no service of this code.',
  UNKNOWN_VIEW: 'The service {service} has no view {view}.',
  NO_VIEWS: 'Choose at least one view for {consumer}.',
  VIEW_SET_PROPOSED: 'Other views of {service} are proposed for {viewer}, until the end of {until}. Until it is cut over, lapses or is given up, nothing else is asked of anybody who shares with it.',
  VIEW_SET_SAME: '{consumer} sees just these views already. Add one or leave one out.',
  LAPSE_DATE: 'Choose a day from today on, and within {days} days, on which the proposal lapses if it has not been cut over.',
  PROPOSAL_NOT_RUNNING: 'This proposal has been cut over already.',
  PROPOSAL_NOT_RUNNING_YET: 'This proposal has only just been made, by a clock that is ahead of this one. Wait a moment and try again.',
  PROPOSAL_NOT_RUNNING_LAPSED: 'This proposal has lapsed. Propose anew to ask again.',
});
