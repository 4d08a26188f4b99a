/** What the list of agreements asks of one agreement, and two related fields. */
const FIELDS = ['id', 'reference', 'title', 'serviceName', 'localityName', 'localityCode', 'versionNumber', 'state', 'expired', 'openedAt', 'reviewOn', 'endsOn'] as const;

export const PER_PAGE = 25;

export const QUERY = `query Agreements($page: Int!, $perPage: Int!) { agreementList(page: $page, perPage: $perPage) { total items {
  ${FIELDS.join(' ')} providers { odsCode name } consumers { odsCode name views }
} } }`;

/** The statements that the product runs for it, and which columns of the page are answered: what the peer is given. */
export interface PageStatements {
  readonly count: string;
  readonly page: string;
  readonly providers: string;
  readonly consumers: string;
  readonly fields: readonly string[];
}

export function statementsOfPage(statements: Omit<PageStatements, 'fields'>): PageStatements {
  return { ...statements, fields: FIELDS };
}
