import { Link } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';

/** A real link to a page of Accord. */
export function AccordLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return <Link component={RouterLink} to={to} underline="always" color="primary">{children}</Link>;
}
