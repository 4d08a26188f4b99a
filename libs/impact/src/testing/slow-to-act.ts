import { PreviewedImpact } from '../server/read-models/previewed-impact.js';

/** Lets whoever is bound first wait, once they have looked, until they are told to go on. */
export class SlowToAct extends PreviewedImpact {
  private looked: (() => Promise<void>) | null = null;

  slow(): { readonly looking: Promise<void>; readonly end: () => void } {
    let end = (): void => undefined;
    const until = new Promise<void>((resolve) => { end = resolve; });
    return { looking: new Promise((resolve) => { this.looked = () => { resolve(); return until; }; }), end: () => { end(); } };
  }

  override async demandUnchanged(...asked: Parameters<PreviewedImpact['demandUnchanged']>): Promise<void> {
    await super.demandUnchanged(...asked);
    const looked = this.looked;
    this.looked = null;
    await looked?.();
  }
}
