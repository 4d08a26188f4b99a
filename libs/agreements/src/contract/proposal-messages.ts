import { defineMessages } from '@accord/kernel';

defineMessages({
  WAITS_FOR_CUT_OVER: '{odsCode} has agreed to a proposal to change a view set. What it signed takes over with the cut-over, and not before.',
  CUT_OVER_FIRST: 'the cut-over of the proposal it agreed to',
  PROPOSAL_LAPSED: 'The proposal that asked for this signature has lapsed. Nothing changed, and nothing is to be signed.',
  AMENDMENT_IN_THE_WAY: 'The next version of {references} is being drafted. Open or discard that draft first: a proposal puts the same words to everybody.',
  OTHER_LOCALITIES: 'Agreements with this viewing organisation are also held in {localities}. Whoever serves all of these localities proposes and cuts over.',
  OPENED_MEANWHILE: 'An agreement that names this viewing organisation has just been opened, or sharing under one has just begun. Look at whom it concerns now.',
  NOBODY_ASKED: 'Nobody has signed an agreement that names this viewing organisation, so there is nobody to ask.',
  VIEWS_ASKED: '{count} views for {viewer}',
  'VIEWS_ASKED.one': 'one view for {viewer}',
});
