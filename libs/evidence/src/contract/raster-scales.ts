/** How large pages may be asked for: 1 is a page as on paper, 3 shows the grain of a signature. */
export const RASTER_SCALES = [1, 2, 3] as const;
export type RasterScale = (typeof RASTER_SCALES)[number];
