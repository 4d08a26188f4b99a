import { AccordLink, Answered, DataTable, Day, LastDay, NothingHere, Section, StateWords, useAsk, type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';
import { AUTHORITIES, type AuthoritiesAnswer, type AuthorityRow } from './organisation-queries.js';

const TONES: Readonly<Record<AuthorityRow['state'], Tone>> = { recorded: 'waiting', confirmed: 'good', over: 'quiet', ended: 'quiet' };

/** Who may sign for an organisation. */
export function AuthorityOf({ odsCode }: { readonly odsCode: string }) {
  const asked = useAsk<AuthoritiesAnswer>(AUTHORITIES, { code: odsCode });
  const filter = encodeURIComponent(JSON.stringify({ odsCode }));
  return (
    <Section title={say('authority')} actions={<AccordLink to={`/authorities?filter=${filter}`}>{say('authority.all')}</AccordLink>}>
      <Answered asked={asked}>
        {({ authorities }) => (authorities.items.length === 0
          ? <NothingHere says={say('authority.none')} why={say('authority.none.why')} />
          : (
            <DataTable caption={say('authority')} rows={authorities.items} keyOf={(row) => row.id} columns={[
              { key: 'name', head: say('signatory'), cell: (row) => row.signatoryName },
              { key: 'role', head: say('role'), cell: (row) => row.roleTitle },
              { key: 'from', head: say('from'), cell: (row) => <Day at={row.from} /> },
              { key: 'until', head: say('until'), cell: (row) => (row.until === null ? say('gate.open-end') : <LastDay until={row.until} />) },
              { key: 'state', head: say('state'), cell: (row) => <StateWords words={say(row.state)} tone={TONES[row.state]} waitsFor={row.state === 'recorded' ? say('second-person') : undefined} /> },
            ]} />
          ))}
      </Answered>
    </Section>
  );
}
