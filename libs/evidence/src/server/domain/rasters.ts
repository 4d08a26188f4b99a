/** How large pages may be asked for: 1 is a page as on paper, 3 shows the grain of a signature. */
export const RASTER_SCALES = [1, 2, 3] as const;
export type RasterScale = (typeof RASTER_SCALES)[number];

/** Documents as pictures and words; refuses DocumentCannotBeShown, and PageOutOfRange for a page that is none. */
export interface Rasters {
  pages(bytes: Uint8Array): Promise<number>;
  /** One page as PNG, from 1. */
  picture(bytes: Uint8Array, page: number, scale: RasterScale): Promise<Buffer>;
  /** The words of each page. A scanned page has none. */
  text(bytes: Uint8Array): Promise<readonly string[]>;
}
