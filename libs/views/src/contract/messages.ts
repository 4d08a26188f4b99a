import { defineMessages } from '@accord/kernel';

defineMessages({
  VIEW_SET_DIFFERS: '{consumer} already sees another view set of {service}, agreed in {reference} ({views}). Every provider shares the same views with one viewing organisation.',
  UNKNOWN_SERVICE: 'There is no service {service}.',
  UNKNOWN_VIEW: 'The service {service} has no view {view}.',
  NO_VIEWS: 'Choose at least one view for {consumer}.',
});
