import { AccordLink, browserClock, DataTable, Day, NothingHere, Section, StateWords } from '@accord/kernel/admin';
import { say } from './messages.js';
import { rowsOf, type SystemShown } from './system-rows.js';

/** Its systems and what each presents, with the days left in words. */
export function SystemsOfViewer({ systems, isShown }: { readonly systems: readonly SystemShown[]; readonly isShown: boolean }) {
  return (
    <Section title={say('systems')} actions={isShown ? <AccordLink to="/certificates">{say('manageCertificates')}</AccordLink> : undefined}>
      {!isShown && <NothingHere says={say('notShown')} why={say('notShownWhy')} />}
      {isShown && systems.length === 0 && <NothingHere says={say('noSystems')} why={say('noSystemsWhy')} />}
      {isShown && systems.length > 0 && (
        <DataTable caption={say('systems')} rows={rowsOf(systems, browserClock.now().getTime())} keyOf={({ key }) => key} columns={[
          { key: 'system', head: say('system'), cell: ({ system }) => system },
          { key: 'state', head: say('certificate'), cell: ({ words, tone }) => <StateWords words={words} tone={tone} /> },
          { key: 'ends', head: say('ends'), cell: ({ untilAt }) => <Day at={untilAt} /> },
          { key: 'left', head: say('daysLeft'), cell: ({ left }) => left },
        ]} />
      )}
    </Section>
  );
}
