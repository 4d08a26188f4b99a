import { AccordLink, Answered, count, DataTable, NothingHere, OrganisationName, Section, StateWords, useAsk, type Tone } from '@accord/kernel/admin';
import { Box } from '@mui/material';
import { useSearchParams } from 'react-router';
import { history } from './history-messages.js';
import { say } from './messages.js';
import { termsWords, useViewWords, type TermsShown, type ViewWords } from './terms-words.js';

interface Named { readonly odsCode: string; readonly name: string }
type Kind = 'pairs-gained' | 'pairs-lost' | 'views-changed' | 'dates-changed' | 'pairs-stopped' | 'pairs-resumed';
interface Row {
  readonly kind: Kind; readonly localityName: string; readonly agreement: string; readonly agreementId: string | null; readonly service: string; readonly consumer: Named; readonly providers: readonly Named[]; readonly count: number;
  readonly was: readonly TermsShown[]; readonly is: readonly TermsShown[];
}
interface Answer { readonly publication: { readonly pairChanges: { readonly items: readonly Row[]; readonly endCursor: string | null } } | null }

const TERMS = 'views from until';
const ASK = `query PairChanges($number: Int!, $since: Int, $after: String) { publication(number: $number) { pairChanges(since: $since, after: $after, first: 25) {
  endCursor items { kind localityName agreement agreementId service consumer { odsCode name } providers { odsCode name } count was { ${TERMS} } is { ${TERMS} } }
} } }`;

const TONES: Readonly<Record<Kind, Tone>> = { 'pairs-gained': 'good', 'pairs-lost': 'stopped', 'views-changed': 'waiting', 'dates-changed': 'waiting', 'pairs-stopped': 'stopped', 'pairs-resumed': 'good' };

/** What two publications say otherwise, by agreement and viewing organisation, page after page; the page stands in the address. */
export function PairChanges({ number, since }: { readonly number: number; readonly since: number | null }) {
  const [search] = useSearchParams();
  const after = search.get('pairs');
  const asked = useAsk<Answer>(ASK, { number, since, after }, { keep: true });
  const words = useViewWords();
  const addressOf = (cursor: string | null): string => {
    const next = new URLSearchParams(search);
    if (cursor === null) next.delete('pairs'); else next.set('pairs', cursor);
    return `/publications/${number}${next.size === 0 ? '' : `?${String(next)}`}`;
  };
  return (
    <Section title={history('pairs')} id="pairs">
      <Answered asked={asked}>
        {({ publication }) => {
          const { items, endCursor } = publication?.pairChanges ?? { items: [], endCursor: null };
          if (items.length === 0 && after === null) return <NothingHere says={history('noPairs')} why={history('noPairsWhy')} />;
          return (
            <>
              <p>{history('pairsSays')}</p>
              <DataTable<Row> caption={history('pairs')} rows={items} keyOf={(row) => `${row.agreement} ${row.consumer.odsCode} ${row.providers[0]?.odsCode ?? ''} ${row.kind}`} columns={[
                { key: 'consumer', head: history('whoSees'), cell: ({ consumer }) => <OrganisationName {...consumer} to={`/viewing-organisations/${consumer.odsCode}`} /> },
                { key: 'change', head: history('change'), cell: ({ kind }) => <StateWords tone={TONES[kind]} words={history(kind)} /> },
                { key: 'practices', head: history('practices'), cell: (row) => <Practices row={row} /> },
                { key: 'was', head: history('was'), cell: (row) => <Terms terms={row.was} service={row.service} words={words} /> },
                { key: 'is', head: history('is'), cell: (row) => <Terms terms={row.is} service={row.service} words={words} /> },
                { key: 'agreement', head: say('agreement'), cell: ({ agreement, agreementId, localityName }) => <>{agreementId === null ? agreement : <AccordLink to={`/agreements/${agreementId}`}>{agreement}</AccordLink>}, {localityName}</> },
              ]} />
              <Box component="nav" aria-label={history('pairs')} sx={{ display: 'flex', gap: 3, mt: 2 }}>
                {after !== null && <AccordLink to={addressOf(null)}>{history('first')}</AccordLink>}
                {endCursor !== null && <AccordLink to={addressOf(endCursor)}>{history('more')}</AccordLink>}
              </Box>
            </>
          );
        }}
      </Answered>
    </Section>
  );
}

/** So many are named at once; the others wait behind one press. */
const NAMED_AT_ONCE = 3;

function Practices({ row: { providers, count: all } }: { readonly row: Row }) {
  const [first, others] = [providers.slice(0, NAMED_AT_ONCE), providers.slice(NAMED_AT_ONCE)];
  return (
    <>
      <Names of={first} />
      {all > first.length && (
        <details>
          <summary>{say('andOthers', { count: count(all - first.length) })}</summary>
          <Names of={others} />
          {all > providers.length && ` ${say('andOthers', { count: count(all - providers.length) })}`}
        </details>
      )}
    </>
  );
}

function Names({ of }: { readonly of: readonly Named[] }) {
  return <>{of.map(({ odsCode, name }, place) => <span key={odsCode}>{place > 0 && ', '}<OrganisationName name={name} odsCode={odsCode} to={`/organisations/${odsCode}`} /></span>)}</>;
}

function Terms({ terms, service, words }: { readonly terms: readonly TermsShown[]; readonly service: string; readonly words: ViewWords }) {
  if (terms.length === 0) return <>{history('nothing')}</>;
  return <>{terms.map((each) => <span key={`${each.from} ${each.until}`} style={{ display: 'block' }}>{termsWords(each, service, words)}</span>)}</>;
}
