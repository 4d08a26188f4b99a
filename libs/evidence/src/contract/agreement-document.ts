/** All an agreement document says, as plain data. Equal data makes equal bytes. */
export interface AgreementDocument {
  readonly reference: string;
  readonly version: number;
  readonly title: string;
  readonly service: { readonly code: string; readonly name: string };
  /** The views of the service, in its fixed order. */
  readonly views: readonly { readonly code: string; readonly name: string }[];
  readonly purpose: string;
  readonly lawfulBasis: string;
  /** Dates without time, `yyyy-mm-dd`. */
  readonly startsOn: string;
  readonly reviewOn: string;
  readonly endsOn: string;
  readonly clauses: readonly { readonly heading: string; readonly text: string }[];
  readonly providers: readonly { readonly odsCode: string; readonly name: string }[];
  readonly consumers: readonly { readonly odsCode: string; readonly name: string; readonly views: readonly string[] }[];
  /** Digest of the terms this document states (R2). */
  readonly termsDigest: string;
  /** When the version was made: the only time inside the file, so that it can be made again byte for byte. */
  readonly madeAt: Date;
}

/** What a signed page adds: who signed what, by which authority, when. */
export interface SignedPage {
  readonly side: 'provider' | 'consumer';
  readonly reference: string;
  readonly version: number;
  readonly organisation: { readonly odsCode: string; readonly name: string };
  readonly signatory: { readonly name: string; readonly role: string };
  readonly signedAt: Date;
}
