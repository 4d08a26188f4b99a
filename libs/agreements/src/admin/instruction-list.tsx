import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { AccordLink, Answered, DataTable, dayInProse, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import type { CampaignFacts } from './campaign-facts.js';
import { instructionWords, letterState } from './instruction-words.js';

interface LetterRow {
  readonly id: string; readonly state: string; readonly signatory: string | null; readonly signedOn: string; readonly localityId: string; readonly recordedBy: string | null; readonly recordedAt: string;
  readonly verifiedBy: string | null; readonly verifiedAt: string | null; readonly rejectedReason: string | null; readonly replies: readonly { readonly reference: string; readonly reply: 'keep' | 'withdraw' }[];
}

const LETTERS = `query CampaignInstructions($id: ID!, $odsCode: String!) { campaignInstructions(id: $id, odsCode: $odsCode) {
  id state signatory signedOn localityId recordedBy recordedAt verifiedBy verifiedAt rejectedReason replies { reference reply } } }`;

/** Letters of one practice in a campaign: what each says, who read it, and how it stands. */
export function InstructionList({ campaign, odsCode, isSettled }: { readonly campaign: CampaignFacts; readonly odsCode: string; readonly isSettled: boolean }) {
  const { may } = useSession();
  const asked = useAsk<{ readonly campaignInstructions: readonly LetterRow[] }>(LETTERS, { id: campaign.id, odsCode });
  const mayTake = may('record', 'WrittenInstruction').allowed && campaign.state === 'asked' && !isSettled;
  return (
    <Section title={instructionWords('letters')} actions={mayTake ? <Button variant="outlined" component={RouterLink} to={`/campaigns/${campaign.id}/practices/${odsCode}/letter`}>{instructionWords('takeIn')}</Button> : undefined}>
      <Answered asked={asked}>
        {({ campaignInstructions: letters }) => (letters.length === 0 ? <p>{instructionWords('lettersNone')}</p> : (
          <DataTable caption={instructionWords('letters')} rows={letters} keyOf={({ id }) => id} columns={[
            { key: 'letter', head: instructionWords('letter'), cell: (row) => <AccordLink to={`/evidence/${row.id}`}>{instructionWords('of', { day: dayInProse(row.signedOn), name: row.signatory ?? instructionWords('somebody') })}</AccordLink> },
            { key: 'says', head: instructionWords('saysHead'), cell: (row) => <SaysOf row={row} /> },
            { key: 'readers', head: instructionWords('readers'), cell: (row) => <Readers row={row} /> },
            { key: 'state', head: instructionWords('state'), cell: (row) => <StateWords {...letterState(row)} /> },
          ]} />
        ))}
      </Answered>
    </Section>
  );
}

function SaysOf({ row }: { readonly row: LetterRow }) {
  const of = (reply: 'keep' | 'withdraw'): string => row.replies.filter((each) => each.reply === reply).map(({ reference }) => reference).join(', ');
  return <>{of('withdraw') !== '' && <div>{instructionWords('withdraws', { references: of('withdraw') })}</div>}{of('keep') !== '' && <div>{instructionWords('keeps', { references: of('keep') })}</div>}</>;
}

function Readers({ row }: { readonly row: LetterRow }) {
  const name = (given: string | null): string => given ?? instructionWords('somebody');
  return (
    <>
      <div>{instructionWords('recordedBy', { name: name(row.recordedBy), day: dayInProse(row.recordedAt) })}</div>
      {row.verifiedAt !== null && <div>{instructionWords('verifiedBy', { name: name(row.verifiedBy), day: dayInProse(row.verifiedAt) })}</div>}
    </>
  );
}
