import { finding, type DocumentReport, type Finding } from '../../contract/index.js';

/**
 * What was said about an upload, judged against what is in it. Only a signature that PASSED counts; a person sees a declared page.
 * A signature older than the version is no fault: terms are settled on paper before somebody types them, and when they were typed is
 * known only of their last edit. Whether it is the same wording is for a person's eye.
 */
export function uploadFindings(report: DocumentReport, signedPage: number | null, signedAt: Date, now: Date, ownSeal: string, openedAt: Date | null = null): readonly Finding[] {
  const isSigned = report.signatures.some((each) => each.result === 'PASSED');
  return [
    ...report.findings,
    // What one party signed in Accord never stands for another.
    ...(report.signatures.some((each) => each.certificate === ownSeal) ? [finding('SEALED_BY_ACCORD')] : []),
    ...(!isSigned && signedPage === null ? [finding('NO_SIGNATURE')] : []),
    ...(signedPage !== null && (report.pages === null || signedPage > report.pages) ? [finding('SIGNED_PAGE_ABSENT', String(report.pages ?? 0))] : []),
    ...(signedAt > now ? [finding('SIGNED_IN_FUTURE')] : []),
    ...(openedAt !== null && signedAt < openedAt ? [finding('SIGNED_BEFORE_OPENED')] : []),
  ];
}
