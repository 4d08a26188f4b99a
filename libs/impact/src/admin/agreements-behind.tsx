import { AccordLink, Answered, count, DataTable, NothingHere, Section, StateWords, useAsk, type Tone } from '@accord/kernel/admin';
import { Box, Button } from '@mui/material';
import { useSearchParams } from 'react-router';
import { say } from './messages.js';

interface AgreementShown {
  readonly id: string; readonly reference: string; readonly title: string; readonly state: string; readonly localityCode: string; readonly localityName: string;
  readonly partId: string; readonly partState: string; readonly providers: readonly { readonly state: string; readonly count: number }[];
}
interface Answer { readonly viewingOrganisation: { readonly agreementsBehind: { readonly total: number; readonly items: readonly AgreementShown[] } } }

const PER_PAGE = 20;
const ASK = `query AgreementsBehind($odsCode: String!, $page: Int!) { viewingOrganisation(odsCode: $odsCode) {
  agreementsBehind(page: $page, perPage: ${PER_PAGE}) { total items { id reference title state localityCode localityName partId partState providers { state count } } }
} }`;

const TONES: Readonly<Record<string, Tone>> = { live: 'good', suspended: 'stopped', withdrawn: 'stopped', left: 'stopped', declined: 'stopped', rejected: 'stopped' };

/** Parts keep the state they had last on record, and end with the agreement. */
const endsWith = ({ state, partState }: AgreementShown): boolean => state === 'ended' && !['declined', 'left'].includes(partState);

const words = (state: string): string => say(state as Parameters<typeof say>[0]);

/** The agreements a viewing organisation is part of, with how its sharing organisations stand. The page stands in the URL. */
export function AgreementsBehind({ odsCode }: { readonly odsCode: string }) {
  const [search, setSearch] = useSearchParams();
  const page = Math.max(1, Number(search.get('page') ?? 1) || 1);
  const asked = useAsk<Answer>(ASK, { odsCode, page }, { keep: true });
  return (
    <Section title={say('behind')}>
      <Answered asked={asked}>
        {({ viewingOrganisation: { agreementsBehind: { total, items } } }) => (total === 0 ? <NothingHere says={say('noAgreements')} why={say('noAgreementsWhy')} /> : (
          <>
            <DataTable caption={say('behind')} rows={items} keyOf={(row) => row.partId} columns={[
              { key: 'reference', head: say('agreement'), cell: (row) => <><AccordLink to={`/agreements/${row.id}`}>{row.reference}</AccordLink><br />{row.title}</> },
              { key: 'locality', head: say('locality'), cell: (row) => `${row.localityName} (${row.localityCode})` },
              { key: 'part', head: say('itsPart'), cell: (row) => <AccordLink to={`/agreements/${row.id}/parties/consumer/${row.partId}`}>{endsWith(row) ? <StateWords tone="quiet" words={say('withAgreement')} /> : <StateWords tone={TONES[row.partState] ?? 'waiting'} words={words(row.partState)} />}</AccordLink> },
              { key: 'providers', head: say('sharers'), cell: (row) => (row.state === 'ended' ? say('ended') : row.providers.map((each) => `${count(each.count)} ${words(each.state).toLowerCase()}`).join(', ')) },
            ]} />
            {total > PER_PAGE && <Pages page={page} last={Math.ceil(total / PER_PAGE)} go={(to) => setSearch({ page: String(to) })} />}
          </>
        ))}
      </Answered>
    </Section>
  );
}

function Pages({ page, last, go }: { readonly page: number; readonly last: number; readonly go: (page: number) => void }) {
  return (
    <Box component="nav" aria-label={say('pages')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mt: 2 }}>
      <Button variant="outlined" disabled={page <= 1} onClick={() => go(page - 1)}>{say('previous')}</Button>
      <span aria-live="polite">{say('pageOf', { page, last })}</span>
      <Button variant="outlined" disabled={page >= last} onClick={() => go(page + 1)}>{say('next')}</Button>
    </Box>
  );
}
