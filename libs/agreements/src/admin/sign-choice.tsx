import { Box, FormControl, FormControlLabel, FormLabel, Radio, RadioGroup, Typography } from '@mui/material';
import { browserClock, ConfirmAct, Section, useAct, useSession } from '@accord/kernel/admin';
import { factsForAbility, subjectOf } from './party-facts.js';
import { wayOf, type Signing, type SignProgress } from './sign-facts.js';
import type { UploadFinding } from './sign-findings.js';
import { lineOf, type RegisterLine } from './sign-register.js';
import { SignStepHeading } from './sign-steps.js';
import { SignUpload } from './sign-upload.js';
import { proposalWords } from './proposal-words.js';
import { signWords } from './sign-words.js';

const SIGN = 'mutation SignParticipation($input: SignInput!) { signParticipation(input: $input) { id } }';
const ACCEPT = 'mutation AcceptPart($input: SignInput!) { acceptPart(input: $input) { id } }';
const DECLINE = 'mutation DeclineParty($input: PartyInput!) { declineParty(input: $input) { id } }';

export interface SignChoiceProps extends Signing {
  readonly takesFocus: boolean;
  readonly lines: readonly RegisterLine[];
  readonly mayHere: boolean;
  readonly mayUpload: boolean;
  readonly progress: SignProgress;
  readonly keep: (change: Partial<SignProgress>) => void;
  readonly taken: (findings: readonly UploadFinding[]) => void;
}

/** The third step: sign in Accord, hand in a signed document, or say no. */
export function SignChoice(props: SignChoiceProps) {
  const { party, takesFocus, lines, mayHere, mayUpload, progress, keep, taken } = props;
  const isProvider = party.side === 'provider';
  const way = wayOf(progress, mayHere, mayUpload);
  return (
    <>
      <SignStepHeading takesFocus={takesFocus}>{signWords(isProvider ? 'signHeadingProvider' : 'signHeadingConsumer')}</SignStepHeading>
      {mayHere && mayUpload && (
        <FormControl sx={{ mb: 3 }}>
          <FormLabel id="sign-way">{signWords('way')}</FormLabel>
          <RadioGroup aria-labelledby="sign-way" name="sign-way" value={way} onChange={(event) => keep({ way: event.target.value === 'upload' ? 'upload' : 'here' })}>
            <FormControlLabel value="here" control={<Radio />} label={signWords('wayHere')} />
            <FormControlLabel value="upload" control={<Radio />} label={signWords('wayUpload')} />
          </RadioGroup>
        </FormControl>
      )}
      {!mayHere && <Typography component="p" sx={{ mb: 3, maxWidth: '70ch' }}>{signWords('onlyUpload')}</Typography>}
      <Box sx={{ mb: 5 }}>
        {way === 'here' ? <SignHere {...props} /> : <SignUpload party={party} lines={lines} progress={progress} keep={keep} taken={taken} />}
      </Box>
      <Decline {...props} />
    </>
  );
}

function SignHere({ party, agreement, lines }: SignChoiceProps) {
  const { me, may } = useSession();
  const isProvider = party.side === 'provider';
  const signing = useAct(isProvider ? SIGN : ACCEPT);
  const { line, counts } = lineOf(lines, me.person.id, browserClock.now());
  const words = { name: party.name, reference: agreement.reference, person: me.person.name, role: line?.roleTitle ?? '' };
  const rule = may(isProvider ? 'sign' : 'accept', subjectOf(party.side), factsForAbility(party, agreement.localityId));
  return (
    <>
      <Typography component="p" sx={{ mb: 2, maxWidth: '70ch' }}>{signWords(isProvider ? 'hereProvider' : 'hereConsumer', words)}</Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <ConfirmAct label={signWords(isProvider ? 'signProvider' : 'signConsumer', words)} title={signWords(isProvider ? 'signTitleProvider' : 'signTitleConsumer', words)}
          preview={<Typography component="p">{signWords('signPreview', words)}</Typography>} may={rule} disabledBecause={counts ? undefined : signWords('cannotHere')}
          isPending={signing.isPending} problem={signing.problem} reset={signing.reset} bindsTo={`${party.version} ${party.termsDigest}`}
          confirm={async () => (await signing.act({ id: party.id, expectedVersion: party.version, termsDigest: party.termsDigest })) !== null} />
      </Box>
    </>
  );
}

function Decline({ party, agreement }: SignChoiceProps) {
  const { may } = useSession();
  const declining = useAct(DECLINE);
  const words = { name: party.name, reference: agreement.reference, locality: agreement.localityName };
  const rule = may('decline', subjectOf(party.side), factsForAbility(party, agreement.localityId));
  if (!rule.allowed) return null;
  return (
    <Section title={signWords('declineHeading')}>
      <Typography component="p" sx={{ mb: 2, maxWidth: '70ch' }}>{party.goesOnBy === undefined ? signWords('declineWhy', words) : anew(party, party.goesOnBy)}</Typography>
      <ConfirmAct label={signWords('decline')} title={signWords('declineTitle', words)} narrowing may={rule}
        preview={<Typography component="p">{party.goesOnBy === undefined ? signWords(party.side === 'provider' ? 'declineProvider' : 'declineConsumer', words) : anew(party, party.goesOnBy)}</Typography>}
        isPending={declining.isPending} problem={declining.problem} reset={declining.reset} bindsTo={party.version}
        confirm={async () => (await declining.act({ id: party.id, side: party.side, expectedVersion: party.version })) !== null} />
    </Section>
  );
}

/** What becomes of who says no to a later version. */
function anew({ versionNumber: number, proposalState }: Signing['party'], signed: number): string {
  return proposalState === 'running' ? proposalWords('declineSays', { number, signed }) : signWords('declineAnew', { number, signed });
}
