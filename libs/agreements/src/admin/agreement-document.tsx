import { Answered, askHttp, Section, Waiting, type AccordProblem } from '@accord/kernel/admin';
import { Box, Button, Link, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink, useSearchParams } from 'react-router';
import type { OneAgreement } from './agreement-query.js';
import { say } from './messages.js';

/** What the parties sign, as pictures of its pages or as text; the PDF itself is a download. */
export function AgreementDocument({ agreement }: { readonly agreement: OneAgreement }) {
  const [params] = useSearchParams();
  const isText = params.get('as') === 'text';
  const to = (as: 'pictures' | 'text'): string => `?tab=document${as === 'text' ? '&as=text' : ''}`;
  return (
    <Section title={say('document')} actions={<Link href={agreement.documentPath} download>{say('downloadDocument')}</Link>}>
      <Typography sx={{ mb: 2, maxWidth: '70ch' }}>{say(agreement.state === 'draft' ? 'documentOfDraft' : 'documentAsSigned', { version: agreement.versionNumber })}</Typography>
      <Box component="nav" aria-label={say('documentAs')} className="no-print" sx={{ display: 'flex', gap: 1, mb: 2 }}>
        {(['pictures', 'text'] as const).map((as) => (
          <Button key={as} size="small" component={RouterLink} to={to(as)} preventScrollReset variant={(as === 'text') === isText ? 'contained' : 'outlined'} aria-current={(as === 'text') === isText ? 'true' : undefined}>{say(as)}</Button>
        ))}
      </Box>
      {isText ? <Text id={agreement.id} /> : <Pictures agreement={agreement} />}
    </Section>
  );
}

const useDocument = <T,>(id: string, part: 'info' | 'text') => useQuery<T, AccordProblem>({
  queryKey: ['document', id, part], queryFn: ({ signal }) => askHttp<T>(`/agreements/${encodeURIComponent(id)}/document/${part}`, { signal }), retry: false,
});

function Pictures({ agreement }: { readonly agreement: OneAgreement }) {
  const info = useDocument<{ readonly pages: number }>(agreement.id, 'info');
  const [params, setParams] = useSearchParams();
  return (
    <Answered asked={info}>
      {({ pages }) => {
        const page = Math.min(Math.max(1, Number(params.get('page')) || 1), Math.max(1, pages));
        const show = (next: number): void => setParams((before) => { const after = new URLSearchParams(before); after.set('page', String(next)); return after; }, { replace: true, preventScrollReset: true });
        return (
          <>
            <PageButtons page={page} pages={pages} show={show} />
            <Picture key={page} src={`/agreements/${encodeURIComponent(agreement.id)}/document/pages/${page}.png?version=${agreement.version}`} alt={say('pageAlt', { page, pages, reference: agreement.reference })} />
          </>
        );
      }}
    </Answered>
  );
}

function PageButtons({ page, pages, show }: { readonly page: number; readonly pages: number; readonly show: (page: number) => void }) {
  return (
    <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mb: 2 }}>
      <Button variant="outlined" disabled={page <= 1} onClick={() => show(page - 1)}>{say('pageBefore')}</Button>
      <span role="status">{say('pageOf', { page, pages })}</span>
      <Button variant="outlined" disabled={page >= pages} onClick={() => show(page + 1)}>{say('pageAfter')}</Button>
    </Box>
  );
}

function Picture({ src, alt }: { readonly src: string; readonly alt: string }) {
  const [state, setState] = useState<'coming' | 'there' | 'missing'>('coming');
  return (
    <>
      {state === 'coming' && <Waiting says={say('drawingPage')} />}
      {state === 'missing' && <Typography role="alert">{say('pageMissing')}</Typography>}
      <Box component="img" src={src} alt={alt} onLoad={() => setState('there')} onError={() => setState('missing')}
        sx={{ display: state === 'there' ? 'block' : 'none', width: '100%', maxWidth: 860, height: 'auto', border: 1, borderColor: 'divider', bgcolor: '#ffffff' }} />
    </>
  );
}

function Text({ id }: { readonly id: string }) {
  const text = useDocument<{ readonly pages: readonly string[] }>(id, 'text');
  return (
    <Answered asked={text}>
      {({ pages }) => pages.map((page, index) => (
        // Pages have no other name than their number.
        <Box key={`${index + 1}`} sx={{ mb: 3 }}>
          <Typography variant="h3" sx={{ mb: 1 }}>{say('pageNumber', { page: index + 1 })}</Typography>
          <Box component="p" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', m: 0, maxWidth: '80ch' }}>{page}</Box>
        </Box>
      ))}
    </Answered>
  );
}
