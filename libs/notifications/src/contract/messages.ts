import { defineMessages } from '@accord/kernel';

defineMessages({
  WEEKLY_NEEDED: 'To be told of something once a week, keep the weekly summary on; or choose at once, or never.',
});
