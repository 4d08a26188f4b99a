import { Box, Button } from '@mui/material';
import { Link } from 'react-router';
import { maskedOf } from './named-patients.js';
import { say } from './messages.js';
import { searchAddress, without, type Criteria, type Criterion } from './search-criteria.js';
import { timeWords } from './search-form.js';
import { decisionWords, flagWords, reasonWords } from './words.js';

export interface Names {
  readonly organisation: (odsCode: string) => string | null;
  readonly view: (code: string) => string;
}

/** What is asked for, in words; each takes itself away. */
export function SearchChips({ criteria, names }: { readonly criteria: Criteria; readonly names: Names }) {
  const chips = chipsOf(criteria, names);
  if (chips.length === 0) return <p style={{ marginTop: 0 }}>{say('nothingAsked')}</p>;
  return (
    <Box component="ul" aria-label={say('chips')} sx={{ listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: 1, p: 0, m: 0, mb: 2 }}>
      {chips.map(({ takes, words }) => (
        <li key={words}>
          <Button component={Link} to={searchAddress(without(criteria, ...takes))} size="small" variant="outlined" aria-label={say('remove', { what: words })} sx={{ textAlign: 'left', overflowWrap: 'anywhere' }}>
            {words}<Box component="span" aria-hidden className="no-print" sx={{ ml: 1 }}>×</Box>
          </Button>
        </li>
      ))}
    </Box>
  );
}

function chipsOf({ from, until, ...rest }: Criteria, names: Names): { readonly takes: readonly Criterion[]; readonly words: string }[] {
  const place = (code: string): string => (names.organisation(code) === null ? code : `${names.organisation(code)} (${code})`);
  const words: Readonly<Partial<Record<Criterion, (value: string) => string>>> = {
    consumer: place, provider: place, view: names.view, decision: decisionWords, reason: reasonWords, flag: flagWords, patient: (token) => maskedOf(token) ?? say('patientUnseen'),
  };
  const time = from !== undefined && until !== undefined ? [{ takes: ['from', 'until'] as const, words: from === until && from.length === 10 ? say('onDay', { day: timeWords(from) }) : say('between', { from: timeWords(from), until: timeWords(until) }) }]
    : from !== undefined ? [{ takes: ['from'] as const, words: say('since', { from: timeWords(from) }) }]
      : until !== undefined ? [{ takes: ['until'] as const, words: say('upTo', { until: timeWords(until) }) }] : [];
  return [...time, ...(Object.entries(rest) as [Criterion, string][]).map(([name, value]) => ({ takes: [name], words: `${say(name as Exclude<Criterion, 'from' | 'until'>)}: ${words[name]?.(value) ?? value}` }))];
}
