import { Typography } from '@mui/material';
import { countOf } from '@accord/kernel/admin';
import type { PartyFacts } from './party-facts.js';
import { partyWords } from './party-words.js';

/** What flows through one part now. */
export interface Flows {
  readonly pairs: number;
  readonly views: readonly string[];
  readonly sharedWith: readonly { readonly odsCode: string; readonly name: string; readonly views: readonly string[] }[];
}

const NAMED = 8;

/** The preview of every act that stops a part: who loses sight of what, and how fast. */
export function PartyWhatStops({ party, flows, next }: { readonly party: PartyFacts; readonly flows: Flows; readonly next: string }) {
  const isProvider = party.side === 'provider';
  const first = flows.sharedWith.slice(0, NAMED).map(({ name, odsCode }) => `${name} (${odsCode})`).join(', ');
  const more = flows.pairs - Math.min(NAMED, flows.sharedWith.length);
  const names = more > 0 ? partyWords('andMore', { names: first, more }) : first;
  const pairs = isProvider ? countOf(flows.pairs, 'viewing organisation') : countOf(flows.pairs, 'practice');
  return (
    <>
      <Typography component="p" sx={{ mb: 1 }}>
        {flows.pairs === 0 ? partyWords('stopsNothing') : partyWords(isProvider ? 'stopsNow' : 'stopsNowConsumer', { pairs, names, name: party.name, views: countOf(flows.views.length, 'view') })}
      </Typography>
      {flows.pairs > 0 && <Typography component="p" sx={{ mb: 1 }}>{partyWords('howFast')}</Typography>}
      <Typography component="p">{next}</Typography>
    </>
  );
}
