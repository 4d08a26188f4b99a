import { lastDay, londonDay } from '@accord/kernel/admin';
import type { RegisterLine } from './sign-register.js';

/** What may be filled in wrongly of a signed document: who signed, when, on which page, and the file. */
export type UploadField = 'who' | 'day' | 'page' | 'file';
export type UploadFault = 'needWho' | 'needDay' | 'dayFuture' | 'notThatDay' | 'pageNumber' | 'needFile' | 'emptyFile' | 'tooLarge' | 'notPdf';

const MOST_BYTES = 20 * 1024 * 1024;

/** What can be told before anything is sent, by field; the server decides. */
export function uploadFaults({ authorityId, signedOn, signedPage }: { readonly authorityId: string; readonly signedOn: string; readonly signedPage: string }, lines: readonly RegisterLine[], file: File | null, now: Date): readonly (readonly [UploadField, UploadFault])[] {
  const line = lines.find((each) => each.id === authorityId);
  const faults: (readonly [UploadField, UploadFault])[] = [];
  if (line === undefined) faults.push(['who', 'needWho']);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(signedOn)) faults.push(['day', 'needDay']);
  else if (signedOn > londonDay(now)) faults.push(['day', 'dayFuture']);
  else if (line !== undefined && (signedOn < londonDay(line.from) || (line.until !== null && signedOn > lastDay(line.until)))) faults.push(['day', 'notThatDay']);
  if (signedPage !== '' && !/^[1-9]\d{0,3}$/.test(signedPage)) faults.push(['page', 'pageNumber']);
  if (file === null) faults.push(['file', 'needFile']);
  else faults.push(...fileFaults(file));
  return faults;
}

/** What can be told of a file at once. */
export function fileFaults(file: File): readonly (readonly [UploadField, UploadFault])[] {
  const says = file.size === 0 ? 'emptyFile' : file.size > MOST_BYTES ? 'tooLarge' : /\.pdf$/i.test(file.name) || file.type === 'application/pdf' ? null : 'notPdf';
  return says === null ? [] : [['file', says]];
}

/** The field a refusal of the server is about, by its code or by the name of what was sent. */
export const REFUSED_FIELD: Readonly<Record<string, UploadField>> = {
  NO_AUTHORITY: 'who', SIGNATORY_WITHOUT_AUTHORITY: 'day', SIGNED_IN_FUTURE: 'day', SAID_SINCE: 'day', NOT_SIGNED_THEN: 'day', NO_SIGNATURE: 'page', SIGNED_PAGE_ABSENT: 'page', QUARANTINED: 'file', LETTER_TAKEN_IN: 'file',
  ...Object.fromEntries(['TOO_LARGE', 'INCOMPLETE_UPLOAD', 'NOT_A_PDF', 'POLYGLOT', 'TRUNCATED', 'MALFORMED', 'ENCRYPTED', 'TOO_MUCH_INSIDE', 'LOOPING', 'UNCHECKABLE', 'NO_PAGES', 'TOO_MANY_PAGES', 'SIGNATURE_BROKEN', 'SEALED_BY_ACCORD']
    .map((code) => [code, 'file'])),
  authorityId: 'who', signedOn: 'day', signedPage: 'page', file: 'file',
};
