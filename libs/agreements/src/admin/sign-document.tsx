import { Box, Button, Link, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { askHttp, Waiting, type AccordProblem } from '@accord/kernel/admin';
import { signWords } from './sign-words.js';

/** The generated document: its pages as pictures, their text, and the file itself. */
export function SignDocument({ agreementId, documentPath }: { readonly agreementId: string; readonly documentPath: string }) {
  const [shows, setShows] = useState<'pages' | 'text'>('pages');
  const at = `/agreements/${agreementId}/document`;
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 2 }}>
        <Box role="group" aria-label={signWords('show')} sx={{ display: 'flex', gap: 1 }}>
          {(['pages', 'text'] as const).map((way) => (
            <Button key={way} size="small" variant={shows === way ? 'contained' : 'outlined'} aria-pressed={shows === way} onClick={() => setShows(way)}>{signWords(way === 'pages' ? 'asPages' : 'asText')}</Button>
          ))}
        </Box>
        <Link href={documentPath} underline="always">{signWords('download')}</Link>
      </Box>
      {shows === 'pages' ? <Pages at={at} /> : <Text at={at} />}
    </>
  );
}

function Pages({ at }: { readonly at: string }) {
  const asked = useQuery<{ pages: number }, AccordProblem>({ queryKey: ['document pages', at], queryFn: () => askHttp(`${at}/info`), staleTime: Infinity, retry: 1 });
  if (asked.error !== null) return <Typography component="p" role="status">{signWords('noPages')}</Typography>;
  if (asked.data === undefined) return <Waiting />;
  const { pages } = asked.data;
  return (
    <Box sx={{ maxHeight: { md: '80vh' }, overflowY: { md: 'auto' }, border: { md: 1 }, borderColor: { md: 'divider' }, p: { md: 2 }, maxWidth: 900 }} tabIndex={0} role="region" aria-label={signWords('documentPages')}>
      {Array.from({ length: pages }, (_, index) => (
        <Box component="figure" key={index} sx={{ m: 0, mb: 2 }}>
          <Box component="img" src={`${at}/pages/${index + 1}.png?scale=2`} alt={signWords('pageAlt', { page: index + 1, pages })} loading={index < 2 ? 'eager' : 'lazy'}
            sx={{ display: 'block', width: '100%', minHeight: 80, border: 1, borderColor: 'divider', bgcolor: '#fff' }} />
          <Typography component="figcaption" variant="body2">{signWords('page', { page: index + 1, pages })}</Typography>
        </Box>
      ))}
    </Box>
  );
}

function Text({ at }: { readonly at: string }) {
  const asked = useQuery<{ pages: readonly string[] }, AccordProblem>({ queryKey: ['document text', at], queryFn: () => askHttp(`${at}/text`), staleTime: Infinity, retry: 1 });
  if (asked.error !== null) return <Typography component="p" role="status">{signWords('noText')}</Typography>;
  if (asked.data === undefined) return <Waiting />;
  const { pages } = asked.data;
  return (
    <Box sx={{ maxWidth: '80ch' }}>
      {pages.map((page, index) => (
        <Box component="section" key={index} aria-label={signWords('page', { page: index + 1, pages: pages.length })} sx={{ borderTop: 1, borderColor: 'divider', py: 2 }}>
          <Typography component="h4" sx={{ fontWeight: 600 }}>{signWords('page', { page: index + 1, pages: pages.length })}</Typography>
          <Box sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{page}</Box>
        </Box>
      ))}
    </Box>
  );
}
