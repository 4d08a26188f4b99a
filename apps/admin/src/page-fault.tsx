import { Alert, Button } from '@mui/material';
import { Component, type ReactNode } from 'react';
import { browserClock } from '@accord/kernel/admin';
import { say } from './messages.js';

const RELOADED = 'accord:reloaded';

/** A page of an older build asks for a file that the newer one has not: loading it anew, once, brings the newer one. */
function loadAnew(fault: unknown): void {
  const isStale = fault instanceof Error && /dynamically imported module|module script failed/i.test(fault.message);
  const before = Number(window.sessionStorage.getItem(RELOADED) ?? 0);
  const now = browserClock.now().getTime();
  if (!isStale || now - before < 60_000) return;
  window.sessionStorage.setItem(RELOADED, String(now));
  window.location.reload();
}

/** Keeps one broken page from taking the application with it. */
export class PageFault extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(fault: unknown): void {
    loadAnew(fault);
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <Alert severity="error" role="alert" action={<Button color="inherit" onClick={() => window.location.reload()}>{say('loadAgain')}</Button>}>
        {say('pageFault')}
      </Alert>
    );
  }
}
