import { Box, Button, Link, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { AccordProblem } from './accord-problem.js';
import { Answered } from './answered.js';
import { askHttp } from './ask-graphql.js';
import { NothingHere } from './nothing-here.js';
import { screenMessages } from './screen-messages.js';

const say = screenMessages('document', {
  asPictures: 'Pictures', asText: 'Text', showAs: 'Show the document as', download: 'Download the document (PDF)',
  choosePage: 'Page', pageOf: 'Page {page} of {pages}', pageNumber: 'Page {page}', pageBefore: 'Previous page', pageAfter: 'Next page',
  signedPageOption: '{page} (named as signed)', toSignedPage: 'To the signed page',
  zoom: 'Size', zoomFit: 'Whole width', zoomTwice: 'Twice as large', zoomThrice: 'Three times as large',
  pageAlt: 'Page {page} of {pages} of {name}', pageRegion: 'The page', textRegion: 'The text',
  drawing: 'Drawing the page', notDrawn: 'This page cannot be shown. Try it again, or download the document.', notDrawnApart: 'This page cannot be shown, and the document is not handed out because it is kept apart.',
  tryAgain: 'Try again', noWords: 'There are no words on this page that can be read as text. It is probably a scan: look at the picture.', noTextApart: 'The document is kept apart and shown as pictures only.',
});

const ZOOMS = [{ value: '1', label: say('zoomFit') }, { value: '2', label: say('zoomTwice') }, { value: '3', label: say('zoomThrice') }] as const;

export interface ViewedDocument {
  /** Where it stands; below it come /info, /pages/N.png and /text. */
  readonly at: string;
  /** Changes whenever the document does, so that nothing kept of another one is shown in its place. */
  readonly version: string | number;
  /** What it is, within a sentence: "the agreement DCR-1". */
  readonly name: string;
  /** Where it is downloaded. Without it the document is kept apart: pictures alone, and nothing handed out. */
  readonly file: string | null;
  /** Stands for a reason that was stated; every address carries it, and nothing of what was written. */
  readonly token?: string | null;
  readonly signedPage?: number | null;
  /** The server no longer takes the token. */
  readonly tokenOver?: () => void;
}

const addressOf = ({ at, token }: ViewedDocument, part: string, query: Readonly<Record<string, string>> = {}): string => withQuery(`${at}/${part}`, { ...query, ...(token == null ? {} : { reading: token }) });
const withQuery = (path: string, query: Readonly<Record<string, string>>): string => (Object.keys(query).length === 0 ? path : `${path}?${new URLSearchParams(query).toString()}`);

/** A document as its server draws it: page by page as pictures, or its words. How it is looked at stands in the address of the screen. */
export function DocumentViewer(viewed: ViewedDocument) {
  const { at, version, token = null, file, tokenOver } = viewed;
  const [params, setParams] = useSearchParams();
  const set = (changes: Readonly<Record<string, string | null>>): void => setParams((before) => {
    const after = new URLSearchParams(before);
    for (const [name, value] of Object.entries(changes)) if (value === null) after.delete(name); else after.set(name, value);
    return after;
  }, { replace: true, preventScrollReset: true });
  const isText = params.get('as') === 'text';
  const info = useQuery<DocumentInfo, AccordProblem>({ queryKey: ['document', at, version, token, 'info'], queryFn: ({ signal }) => askHttp(addressOf(viewed, 'info'), { signal }), retry: false });
  const isOver = info.error?.code === 'READING_OVER';
  useEffect(() => { if (isOver) tokenOver?.(); }, [isOver, tokenOver]);
  return (
    <>
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', justifyContent: 'space-between', mb: 2 }}>
        <Box role="group" aria-label={say('showAs')} sx={{ display: 'flex', gap: 1 }}>
          <Button size="small" variant={isText ? 'outlined' : 'contained'} aria-pressed={!isText} onClick={() => set({ as: null })}>{say('asPictures')}</Button>
          <Button size="small" variant={isText ? 'contained' : 'outlined'} aria-pressed={isText} onClick={() => set({ as: 'text' })}>{say('asText')}</Button>
        </Box>
        {file !== null && <Link href={withQuery(file, token === null ? {} : { reading: token })} download underline="always">{say('download')}</Link>}
      </Box>
      <Answered asked={info}>
        {(answer) => (isText ? <Words {...viewed} sha256={answer.sha256} /> : <Pictures {...viewed} {...answer} params={params} set={set} failed={() => { info.refetch().catch(() => undefined); }} />)}
      </Answered>
    </>
  );
}

interface DocumentInfo {
  readonly pages: number;
  /** Of the document that would be drawn now. */
  readonly sha256: string;
}

type Set = (changes: Readonly<Record<string, string | null>>) => void;

function Pictures(viewed: ViewedDocument & DocumentInfo & { readonly params: URLSearchParams; readonly set: Set; readonly failed: () => void }) {
  const { pages, params, set, sha256, signedPage = null } = viewed;
  const page = Math.min(Math.max(1, Math.trunc(Number(params.get('page'))) || 1), pages);
  const zoom = ZOOMS.find(({ value }) => value === params.get('zoom'))?.value ?? '1';
  const show = (next: number): void => set({ page: String(next) });
  return (
    <>
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1.5 }}>
        <Button size="small" variant="outlined" disabled={page <= 1} onClick={() => show(page - 1)}>{say('pageBefore')}</Button>
        <Button size="small" variant="outlined" disabled={page >= pages} onClick={() => show(page + 1)}>{say('pageAfter')}</Button>
        <TextField id="page" select size="small" label={say('choosePage')} value={String(page)} onChange={(event) => show(Number(event.target.value))} slotProps={{ select: { native: true } }}>
          {Array.from({ length: pages }, (_, index) => index + 1).map((each) => <option key={each} value={each}>{each === signedPage ? say('signedPageOption', { page: each }) : each}</option>)}
        </TextField>
        <TextField id="zoom" select size="small" label={say('zoom')} value={zoom} onChange={(event) => set({ zoom: event.target.value })} slotProps={{ select: { native: true } }}>
          {ZOOMS.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </TextField>
        {signedPage !== null && signedPage !== page && signedPage <= pages && <Button size="small" onClick={() => show(signedPage)}>{say('toSignedPage')}</Button>}
        <span role="status">{say('pageOf', { page, pages })}</span>
      </Box>
      <Picture key={`${page} ${zoom} ${sha256}`} {...viewed} page={page} zoom={zoom} />
    </>
  );
}

function Picture(viewed: ViewedDocument & DocumentInfo & { readonly page: number; readonly zoom: string; readonly failed: () => void }) {
  const { page, pages, zoom, name, file, sha256, failed } = viewed;
  const [state, setState] = useState<'coming' | 'here' | 'failed'>('coming');
  const [again, setAgain] = useState(0);
  const image = useRef<HTMLImageElement>(null);
  // What the browser already held may be complete before anybody listens.
  useEffect(() => { if (image.current?.complete === true && image.current.naturalWidth > 0) setState('here'); }, [again]);
  const src = (scale: string): string => addressOf(viewed, `pages/${page}.png`, { scale, version: sha256.slice(0, 16), ...(again === 0 ? {} : { again: String(again) }) });
  if (state === 'failed') {
    return <NothingHere says={say(file === null ? 'notDrawnApart' : 'notDrawn')} action={<Button variant="outlined" onClick={() => { setAgain(again + 1); setState('coming'); }}>{say('tryAgain')}</Button>} />;
  }
  return (
    <Box role="region" aria-label={say('pageRegion')} tabIndex={0} aria-busy={state === 'coming'} sx={{ ...FRAME, bgcolor: 'action.hover', minHeight: state === 'coming' ? '20rem' : 0 }}>
      {state === 'coming' && <Typography role="status" sx={{ p: 2 }}>{say('drawing')}…</Typography>}
      <img ref={image} src={src(zoom)} {...(zoom === '1' ? { srcSet: `${src('1')} 1x, ${src('2')} 2x` } : {})} alt={say('pageAlt', { page, pages, name })}
        onLoad={() => setState('here')} onError={() => { setState('failed'); failed(); }} style={{ display: state === 'here' ? 'block' : 'none', width: `${Number(zoom) * 100}%`, height: 'auto', background: '#fff' }} />
    </Box>
  );
}

const FRAME = { 'border': 1, 'borderColor': 'divider', 'borderRadius': 1, 'overflow': 'auto', 'maxHeight': { md: 'calc(100vh - 12rem)' }, '&:focus-visible': { outline: 2, outlineColor: 'primary.main' } } as const;

/** All pages below each other, so that the whole is read in one go, by eye or by ear. */
function Words(viewed: ViewedDocument & { readonly sha256: string }) {
  const { at, version, sha256, token = null, file } = viewed;
  const text = useQuery<{ readonly pages: readonly string[] }, AccordProblem>({
    queryKey: ['document', at, version, token, 'text', sha256], queryFn: ({ signal }) => askHttp(addressOf(viewed, 'text'), { signal }), retry: false, staleTime: Infinity, enabled: file !== null,
  });
  if (file === null) return <NothingHere says={say('noTextApart')} />;
  return (
    <Answered asked={text}>
      {({ pages }) => (
        <Box role="region" aria-label={say('textRegion')} tabIndex={0} sx={{ ...FRAME, p: 2 }}>
          {pages.map((words, index) => (
            // Pages have no other name than their number.
            <Box key={`${index + 1}`} sx={{ mb: 3, maxWidth: '80ch' }}>
              <Typography variant="h3" sx={{ mb: 1 }}>{say('pageNumber', { page: index + 1 })}</Typography>
              {words.trim() === '' ? <Typography>{say('noWords')}</Typography> : <Box component="p" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', m: 0 }}>{words}</Box>}
            </Box>
          ))}
        </Box>
      )}
    </Answered>
  );
}
