import { Typography } from '@mui/material';
import { Answered, browserClock, DataTable, Day, dayInProse, lastDay, LastDay, NothingHere, Section, StateWords, useSession } from '@accord/kernel/admin';
import type { Signing } from './sign-facts.js';
import { countsAt, lineOf, type RegisterLine, type useRegister } from './sign-register.js';
import { SignStepHeading } from './sign-steps.js';
import { signWords } from './sign-words.js';

export interface SignAuthorityProps extends Signing {
  readonly takesFocus: boolean;
  readonly register: ReturnType<typeof useRegister>;
  /** Whether this duty signs in Accord at all; others hand in what somebody else signed. */
  readonly mayHere: boolean;
  readonly mayUpload: boolean;
}

/** The second step: the line of the register that lets this person sign for this organisation today; if none, why, and whom to ask. */
export function SignAuthority({ party, agreement, takesFocus, register, mayHere, mayUpload }: SignAuthorityProps) {
  const { me } = useSession();
  const words = { name: party.name, locality: agreement.localityName };
  return (
    <>
      <SignStepHeading takesFocus={takesFocus}>{signWords('authorityHeading', words)}</SignStepHeading>
      <Answered asked={register}>{({ authorities: { items } }) => {
        const { line, counts } = lineOf(items, me.person.id, browserClock.now());
        return (
          <>
            <Typography component="p" sx={{ mb: 2, maxWidth: '70ch', fontSize: '1.125rem' }}>{mayHere ? own(line, counts) : signWords('authorityHand')}</Typography>
            {mayHere && !counts && <Typography component="p" sx={{ mb: 2, maxWidth: '70ch' }}>{signWords('authorityAsk', words)} {mayUpload ? signWords('authorityStill') : ''}</Typography>}
            <Section title={signWords('register')}>
              {items.length === 0 ? <NothingHere says={signWords('authorityNobody', words)} why={signWords('authorityNobodyWhy', words)} /> : <Register items={items} />}
            </Section>
          </>
        );
      }}</Answered>
    </>
  );

  function own(line: RegisterLine | null, counts: boolean): string {
    if (line === null) return signWords('authorityNone', words);
    const facts = { ...words, person: me.person.name, role: line.roleTitle, from: dayInProse(line.from), until: line.until === null ? '' : dayInProse(lastDay(line.until)) };
    if (counts) return signWords(line.until === null ? 'authorityYours' : 'authorityYoursUntil', facts);
    if (line.state === 'recorded') return signWords('authorityWaits', facts);
    return line.state === 'confirmed' && new Date(line.from) > browserClock.now() ? signWords('authorityLater', facts)
      : line.until === null ? signWords('authorityNone', facts) : signWords('authorityOver', facts);
  }
}

function Register({ items }: { readonly items: readonly RegisterLine[] }) {
  const now = browserClock.now();
  return (
    <DataTable caption={signWords('register')} rows={items} keyOf={(line) => line.id} columns={[
      { key: 'who', head: signWords('signatory'), cell: (line) => line.signatoryName },
      { key: 'role', head: signWords('role'), cell: (line) => line.roleTitle },
      { key: 'from', head: signWords('from'), cell: (line) => <Day at={line.from} /> },
      { key: 'until', head: signWords('until'), cell: (line) => (line.until === null ? signWords('noEnd') : <LastDay until={line.until} />) },
      { key: 'counts', head: signWords('counts'), cell: (line) => (countsAt(line, now)
        ? <StateWords tone="good" words={signWords('confirmed')} />
        : <StateWords tone="quiet" words={signWords(line.state === 'confirmed' ? 'notYet' : line.state as 'recorded' | 'over' | 'ended')} />) },
    ]} />
  );
}
