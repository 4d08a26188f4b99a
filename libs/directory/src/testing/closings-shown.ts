import type { Tx } from '@accord/kernel';
import { ImpactOfClosing, type Closing } from '../contract/index.js';

/** For specs of the directory by itself: what would stop is another's to work out, and what was asked of it is kept. */
export class ClosingsShown extends ImpactOfClosing {
  readonly asked: { readonly closings: readonly Closing[]; readonly seen: string | null | undefined }[] = [];

  hashOf(): Promise<string> { return Promise.resolve(''); }

  demandUnchanged(_tx: Tx, closings: readonly Closing[], seen: string | null | undefined): Promise<void> {
    this.asked.push({ closings, seen });
    return Promise.resolve();
  }
}
