import { Alert, Box, Typography } from '@mui/material';
import { createContext, useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useFocusStays } from './focus-stays.js';
import { useNotRefreshed } from './not-refreshed.js';

export interface PageProps {
  /** What the page is: its only h1, and the title of the document. */
  readonly title: string;
  /** How things stand, in a sentence. */
  readonly sentence?: ReactNode;
  /** Links and buttons of the whole page. */
  readonly actions?: ReactNode;
  /** Wide pages hold tables; others keep a readable line length. */
  readonly wide?: boolean;
  readonly children?: ReactNode;
}

/** Whether a page with its title stands around this already. */
export const InPageContext = createContext(false);

/** The page that was loaded with the application: the browser begins it at its top, as any other page. */
let loadedPath: string | null = null;

/** One question per page. After a change of page the focus is on its title, so that a screen reader says where one is. */
export function Page({ title, sentence, actions, wide = true, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => { document.title = `${title} - Accord`; }, [title]);
  useEffect(() => {
    if (loadedPath === null || loadedPath === pathname) loadedPath ??= pathname;
    else {
      loadedPath = '';
      heading.current?.focus({ preventScroll: true });
    }
  }, [pathname]);
  useFocusStays(heading);
  const notRefreshed = useNotRefreshed();
  return (
    <Box sx={{ maxWidth: wide ? 1400 : 760, pb: 6 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'flex-start', justifyContent: 'space-between', mb: 3 }}>
        <Box sx={{ minWidth: 0, flex: '1 1 24rem' }}>
          <Typography variant="h1" ref={heading} tabIndex={-1} sx={{ '&:focus': { outline: 'none' }, overflowWrap: 'anywhere' }}>{title}</Typography>
          {sentence !== undefined && <Typography component="p" sx={{ mt: 1, fontSize: '1.125rem', maxWidth: '70ch' }}>{sentence}</Typography>}
        </Box>
        {actions !== undefined && <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>{actions}</Box>}
      </Box>
      <div role="status">{notRefreshed !== null && <Alert severity="warning" role="presentation" sx={{ mb: 3, maxWidth: '75ch' }}>{notRefreshed}</Alert>}</div>
      <InPageContext value={true}>{children}</InPageContext>
    </Box>
  );
}

/** A part of a page under its own heading. */
export function Section({ title, id, children, actions }: { readonly title: string; readonly id?: string; readonly children: ReactNode; readonly actions?: ReactNode }) {
  return (
    <Box component="section" aria-label={title} id={id} sx={{ mb: 4 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, justifyContent: 'space-between', alignItems: 'baseline', mb: 1 }}>
        <Typography variant="h2">{title}</Typography>
        {actions}
      </Box>
      {children}
    </Box>
  );
}
