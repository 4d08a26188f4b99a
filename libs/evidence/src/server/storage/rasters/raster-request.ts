/** What a raster child is asked about a file. */
export type RasterRequest =
  | { readonly wants: 'info' }
  | { readonly wants: 'page'; readonly page: number; readonly scale: number }
  | { readonly wants: 'text' };

/** What it says: one line of JSON, and after it the picture where one was asked for. */
export type RasterAnswer =
  | { readonly pages: number }
  | { readonly picture: true }
  | { readonly text: readonly string[] }
  | { readonly problem: 'unreadable' | 'page'; readonly pages?: number };
