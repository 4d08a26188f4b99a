import { DocumentViewer } from '@accord/kernel/admin';
import { Button, Typography } from '@mui/material';
import { useId, useState } from 'react';
import type { OneAgreement } from './agreement-query.js';
import { versionWords } from './version-words.js';

/** What the parties would sign if the draft of the next version were opened as it stands; drawn only when somebody asks. */
export function AmendmentDocument({ agreement: { id, reference, version }, number }: { readonly agreement: OneAgreement; readonly number: number }) {
  const [isShown, setShown] = useState(false);
  const shown = useId();
  const at = `/agreements/${encodeURIComponent(id)}/amendment`;
  return (
    <>
      <Button variant="outlined" aria-expanded={isShown} aria-controls={shown} onClick={() => setShown(!isShown)}>{versionWords(isShown ? 'hideDraftDocument' : 'showDraftDocument', { number })}</Button>
      <div id={shown} style={{ marginTop: '1rem' }}>
        {isShown && (
          <>
            <Typography sx={{ mb: 2, maxWidth: '70ch' }}>{versionWords('draftDocumentSays')}</Typography>
            <DocumentViewer at={at} version={version} file={`${at}.pdf`} name={versionWords('draftDocumentName', { number, reference })} />
          </>
        )}
      </div>
    </>
  );
}
