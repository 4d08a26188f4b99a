import { Box, Typography } from '@mui/material';
import { AccordLink, count, Section } from '@accord/kernel/admin';
import { say } from './messages.js';
import { searchAddress, type Criteria, type Criterion } from './search-criteria.js';
import type { Names } from './search-chips.js';
import { capital } from './search-form.js';
import { decisionWords, reasonWords } from './words.js';

interface FacetValue { readonly value: string; readonly name: string | null; readonly total: number }
export interface Facets {
  readonly decisions: readonly FacetValue[];
  readonly reasons: readonly FacetValue[];
  readonly views: readonly FacetValue[];
  readonly consumers: readonly FacetValue[];
  readonly providers: readonly FacetValue[];
  readonly total: number;
  readonly isWhole: boolean;
}

const SHOWN = 5;
/** The server tells no more of each. */
const MOST_COUNTED = 12;

/** What the result may be narrowed to: each with its count, each a link. */
export function EventFacets({ facets, criteria, names }: { readonly facets: Facets; readonly criteria: Criteria; readonly names: Names }) {
  const lists: readonly (readonly [head: string, criterion: Criterion, values: readonly FacetValue[], words: (each: FacetValue) => string])[] = [
    [say('decisions'), 'decision', facets.decisions, ({ value }) => decisionWords(value)],
    [say('reasons'), 'reason', facets.reasons.filter(({ value }) => value !== 'PERMITTED'), ({ value }) => capital(reasonWords(value))],
    [say('views'), 'view', facets.views, ({ value }) => names.view(value)],
    [say('consumers'), 'consumer', facets.consumers, ({ value, name }) => (name === null ? value : `${name} (${value})`)],
    [say('providers'), 'provider', facets.providers, ({ value, name }) => (name === null ? value : `${name} (${value})`)],
  ];
  const shown = lists.filter(([, criterion, values]) => criteria[criterion] === undefined && values.length > 0);
  if (shown.length === 0) return null;
  return (
    <Box className="no-print"><Section title={say('narrow')}>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 180px), 1fr))', columnGap: 3, rowGap: 2 }}>
        {shown.map(([head, criterion, values, words]) => {
          const item = (each: FacetValue) => (
            <Box component="li" key={each.value} sx={{ display: 'flex', justifyContent: 'space-between', gap: 1, py: 0.5 }}>
              <AccordLink to={searchAddress({ ...criteria, [criterion]: each.value })}>{words(each)}</AccordLink><span style={{ fontVariantNumeric: 'tabular-nums' }}>{count(each.total)}</span>
            </Box>
          );
          return (
            <div key={head}>
              <Typography variant="h3" sx={{ fontSize: '1rem', fontWeight: 600 }}>{head}</Typography>
              <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>{values.slice(0, SHOWN).map(item)}</Box>
              {values.length > SHOWN && <details><summary>{say(values.length < MOST_COUNTED ? 'mostFrequentOf' : 'mostFrequentOfMany', { shown: SHOWN, count: count(values.length) })}</summary><Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>{values.slice(SHOWN).map(item)}</Box></details>}
            </div>
          );
        })}
      </Box>
    </Section></Box>
  );
}
