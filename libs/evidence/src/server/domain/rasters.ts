import type { RasterScale } from '../../contract/index.js';

/** A document to be drawn: which one, for whom, and its bytes once its turn has come. */
export interface Drawn {
  readonly sha256: string;
  readonly who: string;
  bytes(): Promise<Uint8Array>;
}

/** Documents as pictures and words; refuses DocumentCannotBeShown, and PageOutOfRange for a page that is none. */
export interface Rasters {
  pages(document: Drawn): Promise<number>;
  /** One page as PNG, from 1. */
  picture(document: Drawn, page: number, scale: RasterScale): Promise<Buffer>;
  /** The words of each page. A scanned page has none. */
  text(document: Drawn): Promise<readonly string[]>;
}
