import { AccordLink, Answered, count, DataTable, NothingHere, Section, StateWords, useAsk } from '@accord/kernel/admin';
import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { tallied, type CampaignFacts } from './campaign-facts.js';
import { CAMPAIGN_STANDINGS, campaignStanding, campaignWords, type CampaignStandingWord } from './campaign-words.js';

interface PracticeRow {
  readonly odsCode: string; readonly name: string; readonly localityName: string; readonly standing: CampaignStandingWord; readonly agreements: number; readonly waiting: number; readonly confirmed: number; readonly byLetter: number; readonly letters: number;
}
interface PracticesAnswer { readonly campaignPractices: { readonly total: number; readonly items: readonly PracticeRow[] } }

const PRACTICES = `query CampaignPractices($id: ID!, $page: Int!, $perPage: Int!, $standing: String, $search: String) {
  campaignPractices(id: $id, page: $page, perPage: $perPage, standing: $standing, search: $search) { total items { odsCode name localityName standing agreements waiting confirmed byLetter letters } } }`;
const PER_PAGE = 25;

/** Every practice with how it stands, narrowed by state or name; which ones stands in the address. */
export function CampaignPractices({ campaign }: { readonly campaign: CampaignFacts }) {
  const [params, setParams] = useSearchParams();
  const [standing, search, page] = [params.get('standing') ?? '', params.get('find') ?? '', Math.max(1, Number(params.get('page') ?? 1) || 1)];
  const [typed, setTyped] = useState(search);
  const asked = useAsk<PracticesAnswer>(PRACTICES, { id: campaign.id, page, perPage: PER_PAGE, standing: standing === '' ? null : standing, search: search === '' ? null : search }, { keep: true });
  const set = (change: Readonly<Record<string, string>>): void => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries({ page: '', ...change })) if (value === '') next.delete(name); else next.set(name, value);
    return next;
  });
  const isDraft = campaign.askedAt === null;
  return (
    <Section title={campaignWords('practicesOf')}>
      <Box component="form" role="search" className="no-print" onSubmit={(event) => { event.preventDefault(); set({ find: typed.trim() }); }} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 2, alignItems: 'center' }}>
        {!isDraft && (
          <TextField id="campaign-standing" select size="small" label={campaignWords('standing')} value={standing} onChange={(event) => set({ standing: event.target.value })}
            slotProps={{ select: { native: true }, inputLabel: { shrink: true } }} sx={{ minWidth: { xs: '100%', sm: 260 } }}>
            <option value="">{campaignWords('any')}</option>
            {CAMPAIGN_STANDINGS.map((each) => <option key={each} value={each}>{campaignStanding(each).words} ({count(tallied(campaign, each))})</option>)}
          </TextField>
        )}
        <TextField id="campaign-find" type="search" size="small" label={campaignWords('find')} value={typed} onChange={(event) => setTyped(event.target.value)} sx={{ minWidth: { xs: '100%', sm: 260 } }} />
        <Button type="submit" variant="outlined">{campaignWords('findButton')}</Button>
      </Box>
      <Answered asked={asked}>
        {({ campaignPractices: { items, total } }) => (total === 0
          ? <NothingHere says={campaignWords('noneMatches')} action={<Button variant="outlined" onClick={() => { setTyped(''); set({ find: '', standing: '' }); }}>{campaignWords('showAll')}</Button>} />
          : <>
            <DataTable caption={campaignWords('practicesOf')} rows={items} keyOf={({ odsCode }) => odsCode} columns={[
              { key: 'practice', head: campaignWords('practice'), cell: (row) => <AccordLink to={row.standing === 'unasked' ? `/organisations/${row.odsCode}` : `/campaigns/${campaign.id}/practices/${row.odsCode}`}>{row.name} ({row.odsCode})</AccordLink> },
              { key: 'locality', head: campaignWords('locality'), cell: (row) => row.localityName },
              ...(isDraft ? [] : [{ key: 'agreements', head: campaignWords('agreements'), figures: true, cell: (row: PracticeRow) => count(row.agreements) }]),
              { key: 'standing', head: campaignWords('standing'), cell: (row) => <Standing row={row} isDraft={isDraft} /> },
            ]} />
            <Pages page={page} total={total} go={(to) => set({ page: String(to) })} />
          </>)}
      </Answered>
    </Section>
  );
}

function Standing({ row, isDraft }: { readonly row: PracticeRow; readonly isDraft: boolean }) {
  return (
    <>
      <StateWords {...campaignStanding(row.standing, { isDraft })} />
      {row.standing === 'waiting' && row.agreements > row.waiting && <><br /><small>{campaignWords('waitingSome', { waiting: count(row.waiting), agreements: count(row.agreements) })}</small></>}
      {row.byLetter > 0 && <><br /><small>{campaignWords('byLetter', { count: count(row.byLetter) })}</small></>}
      {row.letters > 0 && <><br /><small>{campaignWords('letterWaits')}</small></>}
    </>
  );
}

function Pages({ page, total, go }: { readonly page: number; readonly total: number; readonly go: (page: number) => void }) {
  const last = Math.max(1, Math.ceil(total / PER_PAGE));
  if (last === 1) return null;
  return (
    <Box component="nav" aria-label={campaignWords('pages')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mt: 2 }}>
      <Button variant="outlined" disabled={page <= 1} onClick={() => go(page - 1)}>{campaignWords('previous')}</Button>
      <span aria-live="polite">{campaignWords('page', { page, last })}</span>
      <Button variant="outlined" disabled={page >= last} onClick={() => go(page + 1)}>{campaignWords('next')}</Button>
    </Box>
  );
}
