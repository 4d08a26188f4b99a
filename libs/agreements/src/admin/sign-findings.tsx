import { Box, Typography } from '@mui/material';
import { StateWords, type Tone } from '@accord/kernel/admin';
import { signWords } from './sign-words.js';

export interface UploadFinding {
  readonly code: string;
  readonly severity: 'fault' | 'quarantine' | 'warning' | 'information';
  readonly message: string;
}

const TONE: Readonly<Record<UploadFinding['severity'], Tone>> = { fault: 'stopped', quarantine: 'stopped', warning: 'waiting', information: 'quiet' };

/** What the machine noticed about a document, each with its weight in words and its meaning. */
export function SignFindings({ findings }: { readonly findings: readonly UploadFinding[] }) {
  return (
    <Box role="status" sx={{ maxWidth: '75ch', mb: 3 }}>
      <Typography variant="h3" sx={{ mb: 1 }}>{signWords('found')}</Typography>
      {findings.length === 0 ? <Typography component="p">{signWords('foundNothing')}</Typography> : (
        <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, '& li': { py: 1, borderTop: 1, borderColor: 'divider' } }}>
          {findings.map((finding) => (
            <li key={`${finding.code} ${finding.message}`}><strong><StateWords tone={TONE[finding.severity]} words={signWords(finding.severity)} /></strong>: {finding.message}</li>
          ))}
        </Box>
      )}
    </Box>
  );
}
