import { messageFor, type MessageParams } from '@accord/kernel';

/**
 * What the machine noticed about a document. A fault refuses it; quarantine keeps it but lets it prove nothing; a warning waits for
 * a person's eye; information is only told.
 */
export type Severity = 'fault' | 'quarantine' | 'warning' | 'information';

export const FINDING_SEVERITY = {
  TOO_LARGE: 'fault',
  INCOMPLETE_UPLOAD: 'fault',
  NOT_A_PDF: 'fault',
  POLYGLOT: 'fault',
  TRUNCATED: 'fault',
  MALFORMED: 'fault',
  ENCRYPTED: 'fault',
  TOO_MUCH_INSIDE: 'fault',
  LOOPING: 'fault',
  UNCHECKABLE: 'fault',
  NO_PAGES: 'fault',
  TOO_MANY_PAGES: 'fault',
  SIGNATURE_BROKEN: 'fault',
  NO_SIGNATURE: 'fault',
  SIGNED_PAGE_ABSENT: 'fault',
  SEALED_BY_ACCORD: 'fault',
  SIGNED_IN_FUTURE: 'fault',
  ACTIVE_CONTENT: 'quarantine',
  EMBEDDED_FILE: 'quarantine',
  HIDDEN_OBJECT: 'quarantine',
  MALWARE_MARK: 'quarantine',
  SIGNATURE_UNCERTAIN: 'warning',
  CHANGED_AFTER_SIGNATURE: 'warning',
  SIGNER_NOT_KNOWN: 'warning',
  STRUCTURE_REPAIRED: 'warning',
  SIGNED_BEFORE_OPENED: 'warning',
  EXTERNAL_LINK: 'information',
  SIGNATURE_PASSED: 'information',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof FINDING_SEVERITY;

/** A finding as data; its sentence is in the catalogue under `FINDING_<code>`. Holds no text of the document itself. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Where or what, in the format's own words: `/JavaScript`, `xref`, a number. */
  readonly detail?: string;
}

export function finding(code: FindingCode, detail?: string): Finding {
  return { code, severity: FINDING_SEVERITY[code], ...(detail === undefined ? {} : { detail }) };
}

export function sentenceOf(each: Finding): string {
  return messageFor(`FINDING_${each.code}`, { detail: each.detail ?? '' } satisfies MessageParams);
}

export function worstOf(findings: readonly Finding[]): Severity | 'none' {
  const order: readonly Severity[] = ['fault', 'quarantine', 'warning', 'information'];
  return order.find((severity) => findings.some((each) => each.severity === severity)) ?? 'none';
}
