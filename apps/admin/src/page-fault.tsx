import { Alert, Button } from '@mui/material';
import { Component, type ReactNode } from 'react';
import { browserClock, noAnswer, Page, ProblemSummary } from '@accord/kernel/admin';
import { say } from './messages.js';

const RELOADED = 'accord:reloaded';

/** The file of a page did not come: it is of an older build than what Accord serves now, or Accord does not answer. */
const didNotCome = (fault: unknown): boolean => fault instanceof Error && /dynamically imported module|module script failed/i.test(fault.message);

const answers = (): Promise<boolean> => fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } }).then(({ ok }) => ok, () => false);

type Standing = 'whole' | 'broken' | 'away';

/** Keeps one broken page from taking the application with it. */
export class PageFault extends Component<{ readonly children: ReactNode }, { readonly is: Standing }> {
  override state: { readonly is: Standing } = { is: 'whole' };

  static getDerivedStateFromError(fault: unknown): { is: Standing } {
    return { is: didNotCome(fault) ? 'away' : 'broken' };
  }

  override componentDidCatch(fault: unknown): void {
    if (didNotCome(fault)) this.loadAnew().catch(() => undefined);
  }

  override render(): ReactNode {
    const { is } = this.state;
    if (is === 'whole') return this.props.children;
    if (is === 'away') return <Page title={say('cannotAnswer')}><ProblemSummary problem={noAnswer()} tryAgain={() => { this.tryAgain().catch(() => undefined); }} /></Page>;
    return (
      <Alert severity="error" role="alert" action={<Button color="inherit" onClick={() => window.location.reload()}>{say('loadAgain')}</Button>}>
        {say('pageFault')}
      </Alert>
    );
  }

  /** Brings the newer build, once; where Accord does not answer, the browser would show nothing of it at all. */
  private async loadAnew(): Promise<void> {
    if (!await answers()) return;
    const before = Number(window.sessionStorage.getItem(RELOADED) ?? 0);
    const now = browserClock.now().getTime();
    if (now - before < 60_000) return this.setState({ is: 'broken' });
    window.sessionStorage.setItem(RELOADED, String(now));
    window.location.reload();
  }

  private async tryAgain(): Promise<void> {
    if (await answers()) window.location.reload();
  }
}
