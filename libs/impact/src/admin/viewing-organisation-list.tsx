import { AccordList, browserClock, countOf, OrganisationName, span, StateWords, type Column } from '@accord/kernel/admin';
import { say } from './messages.js';

export interface ViewingOrganisationRow {
  readonly id: string;
  readonly odsCode: string;
  readonly name: string;
  readonly views: number;
  readonly agreements: number;
  readonly providers: number;
  readonly certificateUntil: string | null;
  readonly showsReadiness: boolean;
}

const SOON_MS = 30 * 86_400_000;

function Certificate({ row: { certificateUntil, showsReadiness } }: { readonly row: ViewingOrganisationRow }) {
  if (!showsReadiness) return <>{say('certificateNotShown')}</>;
  if (certificateUntil === null) return <StateWords tone="stopped" words={say('noCertificate')} />;
  const left = new Date(certificateUntil).getTime() - browserClock.now().getTime();
  return <StateWords tone={left < SOON_MS ? 'waiting' : 'good'} words={say('endsIn', { span: span(left) })} />;
}

const COLUMNS: readonly Column<ViewingOrganisationRow>[] = [
  { key: 'name', head: say('viewer'), cell: (row) => <OrganisationName name={row.name} odsCode={row.odsCode} to={`/viewing-organisations/${row.odsCode}`} /> },
  { key: 'views', head: say('viewsAgreed'), figures: true, cell: (row) => row.views },
  { key: 'agreements', head: say('agreements'), figures: true, cell: (row) => row.agreements },
  { key: 'providers', head: say('sharingWithIt'), figures: true, cell: (row) => row.providers },
  { key: 'certificate', head: say('certificate'), cell: (row) => <Certificate row={row} /> },
];

/** Every organisation whose staff look at records of others, as far as one may know of it. */
export function ViewingOrganisationList() {
  return (
    <AccordList<ViewingOrganisationRow>
      resource="viewing-organisations" title={say('viewers')} noun={['viewing organisation', 'viewing organisations']} columns={COLUMNS} filters={[{ name: 'find', label: say('findViewers') }]}
      sentence={(total, isFiltered) => (isFiltered || total === 0 ? `${countOf(total, 'viewing organisation')}.` : say('viewersSentence', { count: countOf(total, 'organisation') }))}
      empty={{ says: say('noViewers'), why: say('noViewersWhy') }}
    />
  );
}
