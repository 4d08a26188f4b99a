/** One part of a paper, down the page. Widths of a table are points of 483. */
export type PaperPart =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly isBold?: boolean }
  | { readonly kind: 'fields'; readonly rows: readonly (readonly [label: string, text: string])[] }
  | { readonly kind: 'table'; readonly widths: readonly number[]; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** Something Accord states in its own name. */
export interface SealedPaper {
  readonly title: string;
  /** The only time inside the file, and that of its seal. */
  readonly madeAt: Date;
  readonly parts: readonly PaperPart[];
}

/** Papers of Accord's own, sealed as agreement documents are; answered in evidence/server. */
export abstract class SealedPapers {
  abstract pdf(paper: SealedPaper): Promise<Uint8Array>;
}
