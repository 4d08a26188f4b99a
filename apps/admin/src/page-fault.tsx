import { Alert, Button } from '@mui/material';
import { Component, type ReactNode } from 'react';

/** Keeps one broken page from taking the application with it. */
export class PageFault extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <Alert severity="error" role="alert" action={<Button color="inherit" onClick={() => window.location.reload()}>Load it again</Button>}>
        This page could not be shown. Nothing was changed, and what you typed is kept. Code to quote: PAGE_FAULT
      </Alert>
    );
  }
}
