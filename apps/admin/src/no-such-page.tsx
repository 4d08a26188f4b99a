import { AccordLink, NothingHere, Page } from '@accord/kernel/admin';

/** What an address without a page shows: also one whose thing is not yours to see. */
export function NoSuchPage() {
  return (
    <Page title="Page not found" wide={false}>
      <NothingHere says="There is nothing at this address that you may see." why="The address may be mistyped, or belong to another organisation or duty than the one you act in." action={<AccordLink to="/">Go to Home</AccordLink>} />
    </Page>
  );
}
