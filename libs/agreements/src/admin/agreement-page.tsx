import { AnsweredPage, NothingHere, Page, StateWords, useAsk, useSession, AccordLink } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import { Link as RouterLink, useParams, useSearchParams } from 'react-router';
import { AgreementActions } from './agreement-actions.js';
import { AgreementDocument } from './agreement-document.js';
import { AGREEMENT_QUERY, type AgreementAnswer, type OneAgreement } from './agreement-query.js';
import { AgreementHistory } from './agreement-history.js';
import { AgreementVersions } from './agreement-versions.js';
import { agreementState, nextSteps, renewalState, standingSentence, stepsTold, type Tally } from './agreement-words.js';
import { say } from './messages.js';
import { maySign } from './next-of-party.js';
import { useToldSteps } from './told-steps.js';
import { WhoAndWhat } from './who-and-what.js';

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** One agreement: how it stands, what is next, who and what, its document, its history. */
export function AgreementPage() {
  const { id = '' } = useParams();
  const asked = useAsk<AgreementAnswer>(AGREEMENT_QUERY, ID.test(id) ? { id } : { reference: id });
  return <AnsweredPage asked={asked} title={say('agreement')}>{({ agreement }) => (agreement === null ? <NoSuchAgreement /> : <Shown agreement={agreement} />)}</AnsweredPage>;
}

/** There is none, or none to see. */
export function NoSuchAgreement() {
  return (
    <Page title={say('agreement')}>
      <NothingHere says={say('noAgreement')} why={say('noAgreementWhy')} action={<AccordLink to="/agreements">{say('allAgreements')}</AccordLink>} />
    </Page>
  );
}

const PARTS = ['who-and-what', 'document', 'versions', 'history'] as const;
type Part = (typeof PARTS)[number];

function Shown({ agreement }: { readonly agreement: OneAgreement }) {
  const [params] = useSearchParams();
  const part: Part = PARTS.find((each) => each === params.get('tab')) ?? 'who-and-what';
  return (
    <Page title={`${agreement.reference}: ${agreement.title}`} sentence={standingSentence(agreement)} actions={<AgreementActions agreement={agreement} />}>
      <Facts agreement={agreement} />
      <Box component="nav" aria-label={say('parts')} className="no-print" sx={{ borderBottom: 1, borderColor: 'divider', mb: 3, mt: 4, display: 'flex', flexWrap: 'wrap', columnGap: 3 }}>
        {PARTS.map((each) => (
          <Box key={each} component={RouterLink} to={each === 'who-and-what' ? `/agreements/${agreement.id}` : `/agreements/${agreement.id}?tab=${each}`} aria-current={each === part ? 'page' : undefined}
            sx={{ 'py': 1, 'color': 'text.primary', 'textDecoration': 'none', 'borderBottom': '4px solid transparent', '&:hover': { textDecoration: 'underline' }, '&[aria-current]': { fontWeight: 700, borderColor: 'primary.main' } }}>
            {say(each)}
          </Box>
        ))}
      </Box>
      {part === 'who-and-what' && <WhoAndWhat agreement={agreement} />}
      {part === 'document' && <AgreementDocument agreement={agreement} />}
      {part === 'versions' && <AgreementVersions agreement={agreement} />}
      {part === 'history' && <AgreementHistory agreement={agreement} />}
    </Page>
  );
}

function Facts({ agreement }: { readonly agreement: OneAgreement }) {
  const told = useToldSteps(agreement);
  const steps = told === undefined ? nextSteps({ ...agreement, tally: [...agreement.tally, ...askedAnew(agreement)] }) : stepsTold(agreement, told);
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 2fr) minmax(0, 3fr)' } }}>
      <Box component="dl" sx={{ 'display': 'grid', 'gridTemplateColumns': 'minmax(6rem, auto) 1fr', 'columnGap': 2, 'rowGap': 0.75, 'm': 0, 'alignContent': 'start', '& dt': { fontWeight: 600 }, '& dd': { m: 0, overflowWrap: 'anywhere' } }}>
        <dt>{say('state')}</dt><dd><StateWords {...agreementState(agreement)} /></dd>
        <dt>{say('service')}</dt><dd>{agreement.serviceName}</dd>
        <dt>{say('locality')}</dt><dd><AccordLink to={`/localities/${agreement.localityId}`}>{`${agreement.localityName} (${agreement.localityCode})`}</AccordLink></dd>
        <dt>{say('version')}</dt><dd>{agreement.versionNumber}</dd>
      </Box>
      <Box component="section" aria-labelledby="next-step" sx={{ borderLeft: 4, borderColor: 'primary.main', pl: 2 }}>
        <Typography variant="h2" id="next-step" sx={{ mb: 0.5 }}>{say('nextStep')}</Typography>
        <Box component="ul" sx={{ m: 0, pl: steps.length > 1 ? 2.5 : 0, listStyle: steps.length > 1 ? undefined : 'none' }}>
          {steps.map(({ step, who }) => <li key={`${step} ${who}`}>{step}{who !== '' && <Box component="span" sx={{ display: 'block', color: 'text.secondary' }}>{say('whoHasIt', { who })}</Box>}</li>)}
        </Box>
        <MyParts agreement={agreement} />
      </Box>
    </Box>
  );
}

/** Who is live and asked to sign a later version, by how far each has come. */
function askedAnew({ parties }: OneAgreement): readonly Tally[] {
  return parties.flatMap(({ side, renewal }) => (renewal === null ? [] : [{ side, state: renewalState(renewal), parties: 1 }]));
}

/** What the acting person may sign here and now. */
function MyParts({ agreement }: { readonly agreement: OneAgreement }) {
  const session = useSession();
  const mine = agreement.state === 'open' && !agreement.expired ? agreement.parties.filter((party) => maySign(session, party)) : [];
  if (mine.length === 0) return null;
  return <Box sx={{ mt: 1 }}>{mine.map((party) => <div key={party.id}><AccordLink to={`/agreements/${agreement.id}/sign/${party.id}`}>{say(party.side === 'provider' ? 'signFor' : 'acceptFor', { name: party.name, code: party.odsCode })}</AccordLink></div>)}</Box>;
}
