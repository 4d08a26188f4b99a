import type { AccessEventFilter } from '../contract/index.js';

/** What is asked of the log, as it stands in the URL. The patient only as a token that is of no use to anybody else. */
export const CRITERIA = ['from', 'until', 'userId', 'messageId', 'prescriptionId', 'consumer', 'provider', 'view', 'decision', 'reason', 'flag', 'gateway', 'patient'] as const;
export type Criterion = (typeof CRITERIA)[number];
export type Criteria = Readonly<Partial<Record<Criterion, string>>>;

/** The pages walked through to the one shown: kept in the URL, so that "previous" works on any device. */
const MOST_PAGES_KEPT = 12;

export function criteriaOf(query: URLSearchParams): Criteria {
  return Object.fromEntries(CRITERIA.flatMap((name) => {
    const value = query.get(name)?.trim() ?? '';
    return value === '' ? [] : [[name, value]];
  }));
}

export const cursorsOf = (query: URLSearchParams): readonly string[] => query.getAll('after');

export function searchAddress(criteria: Criteria, cursors: readonly string[] = []): string {
  const query = new URLSearchParams();
  for (const name of CRITERIA) if ((criteria[name] ?? '') !== '') query.set(name, criteria[name]!);
  for (const cursor of cursors.slice(-MOST_PAGES_KEPT)) query.append('after', cursor);
  const text = query.toString();
  return text === '' ? '/access-log' : `/access-log?${text}`;
}

export function without(criteria: Criteria, ...names: readonly Criterion[]): Criteria {
  return Object.fromEntries(Object.entries(criteria).filter(([name]) => !names.includes(name as Criterion)));
}

type Asked = Partial<Record<keyof AccessEventFilter | 'patientToken', string>>;

/** As the server is asked. */
export function filterOf({ consumer, provider, patient, ...same }: Criteria): Asked {
  return {
    ...same, ...(consumer !== undefined && { consumerOdsCode: consumer }), ...(provider !== undefined && { providerOdsCode: provider }), ...(patient !== undefined && { patientToken: patient }),
  } as Asked;
}

/** Ten digits in a row, or written 3-3-4: what might be a patient's number must not come into a URL. */
export function mayBeNhsNumber(text: string): boolean {
  return /(^|[^0-9a-z])\d{3}[\s-]?\d{3}[\s-]?\d{4}($|[^0-9a-z])/i.test(text);
}
