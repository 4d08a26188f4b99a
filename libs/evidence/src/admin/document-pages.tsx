import { browserClock, DocumentViewer, Section, useSession } from '@accord/kernel/admin';
import { Typography } from '@mui/material';
import { useCallback, useEffect, useState } from 'react';
import type { Shown } from './evidence-query.js';
import { say } from './messages.js';
import { StatedReason, type Reading } from './stated-reason.js';

/** The signed document, for whom it is theirs to read; whoever must say why says so once and then turns its pages. */
export function DocumentPages({ row, file }: Shown) {
  const may = useSession().may('read-file', 'Evidence', { odsCode: row.odsCode, localityId: row.localityId });
  const [reading, setReading] = useState<Reading | null>(null);
  const [isOver, setOver] = useState(false);
  const end = useCallback((): void => { setReading(null); setOver(true); }, []);
  useEffect(() => {
    if (reading === null) return undefined;
    const later = setTimeout(end, Math.max(0, new Date(reading.endsAt).getTime() - browserClock.now().getTime()));
    return () => { clearTimeout(later); };
  }, [reading, end]);
  const at = `/evidence/${encodeURIComponent(file.id)}`;
  return (
    <Section title={say('pages')}>
      {!may.allowed ? <Typography>{say('pagesNotYours')}</Typography>
        : may.needsReason && reading === null ? <StatedReason at={at} isOver={isOver} begun={setReading} />
          : <DocumentViewer at={at} version={file.sha256} file={row.standing === 'quarantined' ? null : `${at}/file`} name={say('documentOf', { name: row.organisationName })} signedPage={file.signedPage}
            token={reading?.token ?? null} tokenOver={end} />}
    </Section>
  );
}
