import { AccordLink, browserClock, DataTable, Day, NothingHere, Section, span, StateWords, type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';

export interface SystemShown {
  readonly id: string; readonly name: string;
  readonly certificates: readonly { readonly id: string; readonly state: string; readonly fromAt: string; readonly untilAt: string }[];
}

interface Row { readonly key: string; readonly system: string; readonly words: string; readonly tone: Tone; readonly untilAt: string | null; readonly left: string }

const SOON_MS = 30 * 86_400_000;

function rowsOf(systems: readonly SystemShown[], now: number): readonly Row[] {
  return systems.flatMap(({ id, name, certificates }): Row[] => (certificates.length === 0
    ? [{ key: id, system: name, words: say('noCertificate'), tone: 'stopped', untilAt: null, left: '–' }]
    : certificates.map(({ id: key, state, fromAt, untilAt }) => {
      const left = new Date(untilAt).getTime() - now;
      const standing = state === 'revoked' ? 'revoked' : left <= 0 ? 'expired' : state === 'registered' ? 'registered' : new Date(fromAt).getTime() > now ? 'notBegun' : 'confirmed';
      const tone: Tone = standing === 'confirmed' ? (left < SOON_MS ? 'waiting' : 'good') : standing === 'registered' || standing === 'notBegun' ? 'waiting' : 'stopped';
      return { key, system: name, words: say(standing), tone, untilAt, left: left <= 0 ? say('daysAgo', { span: span(left) }) : span(left) };
    })));
}

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
