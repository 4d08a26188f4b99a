import { Answered, askHttp, NothingHere, Section, type AccordProblem } from '@accord/kernel/admin';
import { Box, Button, Link, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Shown } from './evidence-query.js';
import { say } from './messages.js';

const ZOOMS = [{ value: '1', label: say('zoomFit') }, { value: '2', label: say('zoomTwice') }, { value: '3', label: say('zoomThrice') }] as const;

interface Viewing extends Shown {
  /** Why an auditor looks; stated before anything is fetched. */
  readonly reason: string | null;
}

const addressOf = ({ file, reason }: Viewing, part: string, query: Readonly<Record<string, string>> = {}): string => {
  const asked = new URLSearchParams({ ...query, ...(reason === null ? {} : { reason }) }).toString();
  return `/evidence/${encodeURIComponent(file.id)}/${part}${asked === '' ? '' : `?${asked}`}`;
};

/** The signed document: its pages as pictures, and its words. Which page and how large stands in the address. */
export function DocumentPages(viewing: Viewing) {
  const [params, setParams] = useSearchParams();
  const isText = params.get('as') === 'text';
  const apart = viewing.row.standing === 'quarantined';
  const set = (changes: Readonly<Record<string, string | null>>): void => setParams((before) => {
    const after = new URLSearchParams(before);
    for (const [name, value] of Object.entries(changes)) if (value === null) after.delete(name); else after.set(name, value);
    return after;
  }, { replace: true, preventScrollReset: true });
  const info = useQuery<{ readonly pages: number }, AccordProblem>({
    queryKey: ['evidence-info', viewing.file.id, viewing.reason], queryFn: ({ signal }) => askHttp(addressOf(viewing, 'info'), { signal }), retry: false, staleTime: Infinity,
  });
  return (
    <Section title={say('pages')} actions={apart ? undefined : <Link href={addressOf(viewing, 'file')} download>{say('download')}</Link>}>
      <Box role="group" aria-label={say('showAs')} className="no-print" sx={{ display: 'flex', gap: 1, mb: 2 }}>
        <Button size="small" variant={isText ? 'outlined' : 'contained'} aria-pressed={!isText} onClick={() => set({ as: null })}>{say('asPictures')}</Button>
        <Button size="small" variant={isText ? 'contained' : 'outlined'} aria-pressed={isText} onClick={() => set({ as: 'text' })}>{say('asText')}</Button>
      </Box>
      <Answered asked={info}>
        {({ pages }) => {
          const page = Math.min(Math.max(1, Math.trunc(Number(params.get('page'))) || 1), pages);
          const zoom = ZOOMS.find(({ value }) => value === params.get('zoom'))?.value ?? '1';
          return (
            <>
              <Chooser page={page} pages={pages} signedPage={viewing.file.signedPage} zoom={zoom} isText={isText} set={set} />
              {isText ? <Words {...viewing} page={page} apart={apart} /> : <Picture key={`${page} ${zoom}`} {...viewing} page={page} pages={pages} zoom={zoom} apart={apart} />}
            </>
          );
        }}
      </Answered>
    </Section>
  );
}

interface ChooserProps {
  readonly page: number;
  readonly pages: number;
  readonly signedPage: number | null;
  readonly zoom: string;
  readonly isText: boolean;
  readonly set: (changes: Readonly<Record<string, string | null>>) => void;
}

function Chooser({ page, pages, signedPage, zoom, isText, set }: ChooserProps) {
  const show = (next: number): void => set({ page: String(next) });
  return (
    <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1.5 }}>
      <Button size="small" variant="outlined" disabled={page <= 1} onClick={() => show(page - 1)}>{say('pageBefore')}</Button>
      <Button size="small" variant="outlined" disabled={page >= pages} onClick={() => show(page + 1)}>{say('pageAfter')}</Button>
      <TextField id="page" select size="small" label={say('choosePage')} value={String(page)} onChange={(event) => show(Number(event.target.value))} slotProps={{ select: { native: true } }}>
        {Array.from({ length: pages }, (_, index) => index + 1).map((each) => <option key={each} value={each}>{each === signedPage ? say('signedPageOption', { page: each }) : each}</option>)}
      </TextField>
      {!isText && (
        <TextField id="zoom" select size="small" label={say('zoom')} value={zoom} onChange={(event) => set({ zoom: event.target.value })} slotProps={{ select: { native: true } }}>
          {ZOOMS.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </TextField>
      )}
      {signedPage !== null && signedPage !== page && signedPage <= pages && <Button size="small" onClick={() => show(signedPage)}>{say('toSignedPage')}</Button>}
      <span role="status">{say('pageOf', { page, pages })}</span>
    </Box>
  );
}

function Picture(viewing: Viewing & { readonly page: number; readonly pages: number; readonly zoom: string; readonly apart: boolean }) {
  const { row, page, pages, zoom, apart } = viewing;
  const [state, setState] = useState<'coming' | 'here' | 'failed'>('coming');
  const [again, setAgain] = useState(0);
  const image = useRef<HTMLImageElement>(null);
  // What the browser already held may be complete before anybody listens.
  useEffect(() => { if (image.current?.complete === true && image.current.naturalWidth > 0) setState('here'); }, [again]);
  const at = (scale: string): string => addressOf(viewing, `pages/${page}.png`, { scale, ...(again === 0 ? {} : { again: String(again) }) });
  if (state === 'failed') {
    return <NothingHere says={say(apart ? 'notDrawnApart' : 'notDrawn')} action={<Button variant="outlined" onClick={() => { setAgain(again + 1); setState('coming'); }}>{say('tryAgain')}</Button>} />;
  }
  return (
    <Box role="region" aria-label={say('pageRegion')} tabIndex={0} aria-busy={state === 'coming'}
      sx={{ border: 1, borderColor: 'divider', borderRadius: 1, overflow: 'auto', maxHeight: { md: 'calc(100vh - 12rem)' }, minHeight: state === 'coming' ? '20rem' : 0, bgcolor: 'action.hover', '&:focus-visible': { outline: 2, outlineColor: 'primary.main' } }}>
      {state === 'coming' && <Typography role="status" sx={{ p: 2 }}>{say('drawing')}…</Typography>}
      <img ref={image} src={at(zoom)} {...(zoom === '1' ? { srcSet: `${at('1')} 1x, ${at('2')} 2x` } : {})} alt={say('pageAlt', { page, pages, name: row.organisationName })}
        onLoad={() => setState('here')} onError={() => setState('failed')} style={{ display: state === 'here' ? 'block' : 'none', width: `${Number(zoom) * 100}%`, height: 'auto', background: '#fff' }} />
    </Box>
  );
}

function Words(viewing: Viewing & { readonly page: number; readonly apart: boolean }) {
  const { page, apart } = viewing;
  const text = useQuery<{ readonly pages: readonly string[] }, AccordProblem>({
    queryKey: ['evidence-text', viewing.file.id, viewing.reason], queryFn: ({ signal }) => askHttp(addressOf(viewing, 'text'), { signal }), retry: false, staleTime: Infinity, enabled: !apart,
  });
  if (apart) return <NothingHere says={say('noTextApart')} />;
  return (
    <Answered asked={text}>
      {(answer) => {
        const words = answer.pages[page - 1]?.trim() ?? '';
        return words === '' ? <NothingHere says={say('noWords')} /> : (
          <Box role="region" aria-label={say('textOfPage', { page })} tabIndex={0} sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 2, maxHeight: { md: 'calc(100vh - 12rem)' }, overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{words}</Box>
        );
      }}
    </Answered>
  );
}
