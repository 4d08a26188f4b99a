import { Box, FormControlLabel, Radio, RadioGroup, Typography } from '@mui/material';
import { useState } from 'react';
import { AccordLink, Answered, ConfirmAct, countOf, dayInProse, DoneNotice, NothingHere, Page, Section, StateWords, useAct, useAsk, useKept, useSession } from '@accord/kernel/admin';
import { CAMPAIGN_AGREEMENT_FIELDS, type CampaignAgreementFacts, type CampaignFacts } from './campaign-facts.js';
import { campaignStanding, campaignWords } from './campaign-words.js';
import { LetterCited } from './letter-cited.js';

const AGREEMENTS = `query CampaignAgreements($id: ID!) { campaignAgreements(id: $id) { ${CAMPAIGN_AGREEMENT_FIELDS} } }`;
const ANSWER = 'mutation AnswerCampaign($input: AnswerCampaignInput!) { answerCampaign(input: $input) { id } }';

type Reply = 'keep' | 'withdraw';

/** What a practice is asked: each agreement it has signed, and what its controller says of it. */
export function CampaignAnswer({ campaign, odsCode, name }: { readonly campaign: CampaignFacts; readonly odsCode: string; readonly name: string }) {
  const asked = useAsk<{ readonly campaignAgreements: readonly CampaignAgreementFacts[] }>(AGREEMENTS, { id: campaign.id });
  const rows = asked.data?.campaignAgreements ?? [];
  const isOver = campaign.state === 'closed';
  const key = isOver ? 'answerOver' : asked.data !== undefined && rows.every(({ standing }) => standing !== 'waiting') ? 'answerDone' : 'answerSays';
  return (
    <Page title={campaign.title} sentence={campaignWords(key, { name: `${name} (${odsCode})`, day: dayInProse(campaign.answerBy) })}
      actions={<AccordLink to={`/campaigns/${campaign.id}/practices/${odsCode}`}>{campaignWords('toStatement', { name })}</AccordLink>}>
      <Section title={campaignWords('aboutYou')}><p style={{ maxWidth: '75ch', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 0 }}>{campaign.message}</p></Section>
      <Answered asked={asked}>{({ campaignAgreements }) => <Form campaign={campaign} rows={campaignAgreements} />}</Answered>
    </Page>
  );
}

function Form({ campaign, rows }: { readonly campaign: CampaignFacts; readonly rows: readonly CampaignAgreementFacts[] }) {
  const { may, me } = useSession();
  // Withdrawing may need the security key first, which leaves the page.
  const [chosen, setChosen, forget] = useKept<Readonly<Record<string, Reply>>>(`campaign-answer ${campaign.id}`, {});
  const [sent, setSent] = useState(0);
  const { act, isPending, problem, reset } = useAct(ANSWER);
  if (rows.length === 0) return <NothingHere says={campaignWords('statementNone')} />;
  const mayAnswer = may('answer', 'Campaign', { providerOdsCode: me.actingAs?.odsCode ?? '' }).allowed && campaign.state === 'asked';
  const answers = rows.flatMap(({ participationId, reply }) => { const said = chosen[participationId]; return said === undefined || said === reply ? [] : [{ participationId, reply: said }]; });
  const named = (reply: Reply): string => rows.filter(({ participationId }) => answers.some((each) => each.participationId === participationId && each.reply === reply)).map(({ reference }) => reference).join(', ');
  const [keeps, withdraws] = [named('keep'), named('withdraw')];
  const withdrawing = may('withdraw', 'Participation', { providerOdsCode: me.actingAs?.odsCode ?? '' });
  const send = async (reason: string): Promise<boolean> => {
    if (await act({ id: campaign.id, answers, ...(reason === '' ? {} : { reason }) }) === null) return false;
    setChosen({});
    forget();
    setSent((times) => times + 1);
    return true;
  };
  return (
    <Section title={campaignWords('yourAgreements')}>
      {sent > 0 && <DoneNotice key={sent}>{campaignWords('sent')}</DoneNotice>}
      <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 2, maxWidth: 900 }}>
        {rows.map((row) => (
          <Box component="li" key={row.participationId} sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 2, minWidth: 0 }}>
            <OneAgreement row={row} isYours={mayAnswer} />
            {mayAnswer && row.standing !== 'executed' && row.standing !== 'gone' && (
              <RadioGroup aria-label={`${row.reference} ${row.title}`} value={chosen[row.participationId] ?? row.reply ?? ''} onChange={(event) => setChosen({ ...chosen, [row.participationId]: event.target.value as Reply })}>
                {(['keep', 'withdraw'] as const).map((reply) => <FormControlLabel key={reply} value={reply} control={<Radio />} label={campaignWords(reply)} />)}
              </RadioGroup>
            )}
          </Box>
        ))}
      </Box>
      {mayAnswer ? (
        <Box sx={{ mt: 3, display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
          <ConfirmAct label={campaignWords('send')} title={campaignWords('sendTitle')} isPending={isPending} problem={problem} reset={reset} confirm={send}
            // To withdraw takes what the matrix asks of a withdrawal; to keep takes nothing beyond the duty.
            may={withdraws === '' ? { allowed: true, needsReason: false, needsStepUp: false } : { ...withdrawing, allowed: true }} narrowing={withdraws !== ''}
            disabledBecause={answers.length > 0 ? undefined : campaignWords(rows.some(({ standing }) => standing === 'waiting') ? 'sendChoose' : 'sendOther')}
            preview={<>
              {keeps !== '' && <p>{campaignWords('sendKeeps', { references: keeps })}</p>}
              {withdraws !== '' && <p>{campaignWords('sendWithdraws', { references: withdraws })}</p>}
            </>} />
        </Box>
      ) : campaign.state === 'asked' && <p>{campaignWords('onlyController')}</p>}
    </Section>
  );
}

function OneAgreement({ row, isYours }: { readonly row: CampaignAgreementFacts; readonly isYours: boolean }) {
  return (
    <>
      <Typography variant="h3" sx={{ fontSize: '1.125rem', overflowWrap: 'anywhere' }}><AccordLink to={`/agreements/${row.agreementId}`}>{row.reference}</AccordLink> {row.title}</Typography>
      <p style={{ margin: '0.25rem 0' }}><StateWords {...campaignStanding(row.standing, { isYours })} />.{row.givenAt !== null && ` ${campaignWords('said', { name: row.givenBy ?? '', day: dayInProse(row.givenAt) })}.`}</p>
      <p style={{ margin: '0.25rem 0' }}>{row.letter !== null && <><LetterCited letter={row.letter} />. </>}{campaignWords('runsUntil', { endsOn: dayInProse(row.endsOn), reviewOn: dayInProse(row.reviewOn) })}</p>
      <ul style={{ margin: '0.25rem 0', paddingLeft: '1.25rem' }}>
        {row.consumers.map((consumer) => <li key={consumer.odsCode}>{campaignWords('sharesWith', { views: countOf(consumer.views.length, 'view'), name: `${consumer.name} (${consumer.odsCode})` })}</li>)}
      </ul>
      {row.standing !== 'executed' && row.standing !== 'gone' && <p style={{ margin: '0.25rem 0' }}><AccordLink to={`/agreements/${row.agreementId}/parties/provider/${row.participationId}`}>{campaignWords('atOnce')}</AccordLink></p>}
    </>
  );
}
