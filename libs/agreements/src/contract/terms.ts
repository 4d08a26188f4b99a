import { digestOf, type OdsCode } from '@accord/kernel';
import type { PurposeClass } from './states.js';

/** Everything a signature binds to. Names and layout are not terms: the digest stays when an organisation changes its sign. */
export interface Terms {
  readonly reference: string;
  readonly serviceCode: string;
  readonly contentModel: string;
  readonly clauses: readonly string[];
  readonly purpose: string;
  readonly purposeClass: PurposeClass;
  readonly lawfulBasis: string;
  /** Calendar days in London, the end inclusive. */
  readonly beginsOn: string;
  readonly reviewOn: string;
  readonly endsOn: string;
  readonly consumers: readonly { readonly odsCode: OdsCode; readonly views: readonly string[] }[];
}

/**
 * The digest of the terms that bind one party (R2). Evidence counts only while it is unchanged; who else provides is not part of it,
 * so a provider that joins or leaves affects no other.
 */
export function termsDigest(terms: Terms): string {
  const consumers = [...terms.consumers].sort((a, b) => (a.odsCode < b.odsCode ? -1 : 1)).map(({ odsCode, views }) => ({ odsCode, views }));
  const { reference, serviceCode, contentModel, clauses, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn, endsOn } = terms;
  return digestOf({ reference, serviceCode, contentModel, clauses, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn, endsOn, consumers });
}

/**
 * The digest of what binds one viewing organisation: who else looks is no part of it, so one that joins a framework agreement or leaves it
 * asks nothing of the others. Compared between versions; what it signs carries the digest of the whole.
 */
export function consumerTermsDigest(terms: Terms, consumer: OdsCode): string {
  return termsDigest({ ...terms, consumers: terms.consumers.filter(({ odsCode }) => odsCode === consumer) });
}

/** A title stands in every list, on the document and in the subject of letters: a line, no text. In characters. */
export const TITLE_AT_MOST = 200;
