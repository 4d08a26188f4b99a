import type { Tx } from '@accord/kernel';
import { ImpactOfOpening, type Opening } from '../contract/index.js';

/** For specs of the directory by itself: what would be seen is another's to work out, and what was asked of it is kept. */
export class OpeningsShown extends ImpactOfOpening {
  readonly asked: { readonly openings: readonly Opening[]; readonly seen: string | null | undefined }[] = [];

  hashOf(): Promise<string> { return Promise.resolve(''); }

  demandUnchanged(_tx: Tx, openings: readonly Opening[], seen: string | null | undefined): Promise<void> {
    this.asked.push({ openings, seen });
    return Promise.resolve();
  }
}
