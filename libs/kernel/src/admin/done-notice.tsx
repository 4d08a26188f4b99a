import { Alert } from '@mui/material';
import { useEffect, useRef, type ReactNode } from 'react';

/** What was done, said where one stays on the page; takes the focus, because the button that did it is often gone. */
export function DoneNotice({ children }: { readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
    // A dialog hands the focus back as it closes; this comes after.
    const later = setTimeout(() => { box.current?.focus(); }, 350);
    return () => { clearTimeout(later); };
  }, []);
  return <Alert severity="success" role="status" ref={box} tabIndex={-1} sx={{ mb: 2, maxWidth: '75ch' }}>{children}</Alert>;
}
