import { AccordLink, NothingHere, Page } from '@accord/kernel/admin';
import { say } from './messages.js';

/** What an address without a page shows: also one whose thing is not yours to see. */
export function NoSuchPage() {
  return (
    <Page title={say('noPage')} wide={false}>
      <NothingHere says={say('noPageSays')} why={say('noPageWhy')} action={<AccordLink to="/">{say('home')}</AccordLink>} />
    </Page>
  );
}
