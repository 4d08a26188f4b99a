import { AccordLink, Answered, DataTable, Day, dayInProse, NothingHere, Section, StateWords, useAsk } from '@accord/kernel/admin';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { momentArguments, momentSearch, SIGHT_FIELDS, type MomentShown, type SightShown } from './sight-words.js';
import { say } from './messages.js';
import type { ServiceShown } from './who-can-see-what.js';

const SEEN_BY = `query SeenBy($code: String!, $service: String!, $at: String, $asKnownAt: String) { sights: seenBy(provider: $code, service: $service, at: $at, asKnownAt: $asKnownAt) { ${SIGHT_FIELDS} } }`;
const SEES = `query Sees($code: String!, $service: String!, $at: String, $asKnownAt: String) { sights: sees(consumer: $code, service: $service, at: $at, asKnownAt: $asKnownAt) { ${SIGHT_FIELDS} } }`;
const AT_FIRST = 50;

/** All viewers of one practice, or all whose records one viewer sees; each row leads to the whole answer. */
export function SightList({ service, side, odsCode, moment }: { readonly service: ServiceShown; readonly side: 'provider' | 'consumer'; readonly odsCode: string; readonly moment: MomentShown }) {
  const asked = useAsk<{ sights: readonly SightShown[] }>(side === 'provider' ? SEEN_BY : SEES, { code: odsCode, service: service.code, ...momentArguments(moment) });
  const [showsAll, setShowsAll] = useState(false);
  const firstView = service.views[0]?.code ?? '';
  const isNow = moment.on === null;
  const title = (name: string): string => say(side === 'provider' ? (isNow ? 'seenByTitle' : 'sawTitle') : isNow ? 'seesTitle' : 'whoseSawTitle', { name });
  const placeOf = (row: SightShown): string => `/who-can-see-what?${new URLSearchParams({ provider: row.providerOdsCode, consumer: row.consumerOdsCode, view: row.viewsSeen[0] ?? row.views[0] ?? firstView, ...momentSearch(moment) }).toString()}`;
  return (
    <Answered asked={asked}>
      {({ sights }) => {
        const first = sights[0];
        if (first === undefined) return <NothingHere says={say(isNow ? 'noSights' : 'noSightsThen')} why={say('noSightsWhy')} />;
        const name = side === 'provider' ? `${first.providerName} (${odsCode})` : `${first.consumerName} (${odsCode})`;
        return (
          <Section title={title(name)}>
            <Typography component="p" sx={{ mb: 1 }}>{say(isNow ? 'seenBySentence' : moment.asKnown ? 'seenBySentenceKnown' : 'seenBySentenceThen', { live: sights.filter(({ viewsSeen }) => viewsSeen.length > 0).length, all: sights.length, day: isNow ? '' : dayInProse(moment.on) })}</Typography>
            <DataTable<SightShown> caption={title(name)} rows={showsAll ? sights : sights.slice(0, AT_FIRST)}
              keyOf={(row) => `${row.agreementId} ${row.providerOdsCode} ${row.consumerOdsCode}`} columns={[
                { key: 'other', head: say(side === 'provider' ? 'viewer' : 'provider'), cell: (row) => (
                  <AccordLink to={placeOf(row)}>
                    {side === 'provider' ? `${row.consumerName} (${row.consumerOdsCode})` : `${row.providerName} (${row.providerOdsCode})`}
                  </AccordLink>
                ) },
                { key: 'seen', head: say(isNow ? 'seenNow' : 'seenThen'), cell: (row) => (row.viewsSeen.length === 0 ? <StateWords tone="quiet" words={say(isNow ? 'noneNow' : 'noneThen')} />
                  : <StateWords tone="good" words={service.views.filter(({ code }) => row.viewsSeen.includes(code)).map((view) => view.name).join(', ')} />) },
                { key: 'why', head: say('why'), cell: (row) => row.obstacles.map(({ says }) => says).join(' ') || '–' },
                { key: 'agreement', head: say('agreement'), cell: (row) => <AccordLink to={`/agreements/${row.agreementId}`}>{row.reference}</AccordLink> },
                { key: 'since', head: say('since'), cell: (row) => <Day at={row.viewsSeen.length > 0 ? row.since : null} /> },
              ]} />
            {!showsAll && sights.length > AT_FIRST && <Button sx={{ mt: 2 }} onClick={() => setShowsAll(true)}>{say('showAll', { count: sights.length })}</Button>}
          </Section>
        );
      }}
    </Answered>
  );
}
