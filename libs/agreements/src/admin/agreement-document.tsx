import { DocumentViewer, Section } from '@accord/kernel/admin';
import { Typography } from '@mui/material';
import type { OneAgreement } from './agreement-query.js';
import { say } from './messages.js';

/** What the parties sign, as pictures of its pages or as text; the PDF itself is a download. */
export function AgreementDocument({ agreement }: { readonly agreement: OneAgreement }) {
  return (
    <Section title={say('document')}>
      <Typography sx={{ mb: 2, maxWidth: '70ch' }}>{say(agreement.state === 'draft' ? 'documentOfDraft' : 'documentAsSigned', { version: agreement.versionNumber })}</Typography>
      <DocumentViewer at={`/agreements/${encodeURIComponent(agreement.id)}/document`} version={agreement.version} file={agreement.documentPath} name={say('documentOf', { reference: agreement.reference })} />
    </Section>
  );
}
