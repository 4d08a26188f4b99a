import { Box, Button, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { Link as RouterLink, useParams } from 'react-router';
import { AccordLink, Answered, AnsweredPage, DoneNotice, NothingHere, Page, Section, useAsk, useSession } from '@accord/kernel/admin';
import { CAMPAIGN_AGREEMENT_FIELDS, CAMPAIGN_FIELDS, type CampaignAgreementFacts, type CampaignFacts } from './campaign-facts.js';
import { InstructionForm } from './instruction-form.js';
import { instructionWords } from './instruction-words.js';
import { SignFindings } from './sign-findings.js';
import { useRegister } from './sign-register.js';
import type { Uploaded } from './use-upload.js';

interface LetterAnswer { readonly campaign: CampaignFacts | null; readonly campaignAgreements: readonly CampaignAgreementFacts[]; readonly organisationNames: readonly { readonly name: string }[] }
const QUERY = `query InstructionNew($id: ID!, $odsCode: String!, $codes: [String!]!) {
  organisationNames(codes: $codes) { odsCode name } campaign(id: $id) { ${CAMPAIGN_FIELDS} } campaignAgreements(id: $id, odsCode: $odsCode) { ${CAMPAIGN_AGREEMENT_FIELDS} } }`;

/** Takes in the signed letter of a practice that does not use Accord. */
export function InstructionNew() {
  const { id = '', odsCode = '' } = useParams();
  const asked = useAsk<LetterAnswer>(QUERY, { id, odsCode, codes: [odsCode] });
  const register = useRegister(odsCode);
  const { may } = useSession();
  const [taken, setTaken] = useState<Uploaded | null>(null);
  return (
    <AnsweredPage asked={asked} title={instructionWords('page')}>
      {({ campaign, campaignAgreements, organisationNames: [organisation] }) => {
        const name = organisation?.name ?? odsCode;
        const open = campaignAgreements.filter(({ standing }) => standing !== 'executed' && standing !== 'gone');
        const why = campaign === null || !may('record', 'WrittenInstruction').allowed ? instructionWords('notYours') : taken !== null ? null
          : campaign.state !== 'asked' ? instructionWords('notAsked') : open.length === 0 ? instructionWords('nothingLeft', { name }) : null;
        const back = <AccordLink to={`/campaigns/${id}/practices/${odsCode}`}>{instructionWords('back', { name })}</AccordLink>;
        if (why !== null || campaign === null) return <Page title={instructionWords('page')}><NothingHere says={why ?? ''} action={back} /></Page>;
        return (
          <Page title={instructionWords('title', { name })} sentence={instructionWords('says', { title: campaign.title, name: `${name} (${odsCode})` })}>
            {taken !== null ? <Taken taken={taken} back={back} /> : (
              <Answered asked={register}>
                {({ authorities: { items } }) => (items.some(({ state }) => state !== 'recorded')
                  ? <InstructionForm campaign={campaign} odsCode={odsCode} name={name} agreements={open} lines={items.filter(({ state }) => state !== 'recorded')} taken={setTaken} />
                  : <NothingHere says={instructionWords('nobody', { name })} why={instructionWords('nobodyWhy')} action={<AccordLink to={`/authorities?odsCode=${odsCode}`}>{instructionWords('toRegister')}</AccordLink>} />)}
              </Answered>
            )}
          </Page>
        );
      }}
    </AnsweredPage>
  );
}

function Taken({ taken, back }: { readonly taken: Uploaded; readonly back: ReactNode }) {
  return (
    <Section title={instructionWords('takenTitle')}>
      <DoneNotice>{instructionWords('taken')}</DoneNotice>
      <SignFindings findings={taken.findings} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Button variant="outlined" component={RouterLink} to={`/evidence/${taken.evidenceId}`}>{instructionWords('takenOpen')}</Button>
        <Typography component="span">{back}</Typography>
      </Box>
    </Section>
  );
}
