import { clauseText } from '@accord/agreements';
import { countOf, DataTable, dayInProse, OrganisationName, StateWords } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import type { ViewOfService } from './agreement-query.js';
import type { Difference } from './amendment-query.js';
import { say } from './messages.js';
import { versionWords } from './version-words.js';

/** A version beside the one before it: words and dates, clause by clause, party by party. */
export function VersionDifference({ difference, number, views }: { readonly difference: Difference; readonly number: number; readonly views: readonly ViewOfService[] }) {
  const { fields, clauses } = difference;
  const changedClauses = clauses.filter(({ before, after }) => before !== after);
  const parties = partiesOf(difference, (codes) => views.filter(({ code }) => codes.includes(code)).map(({ name }) => name).join(', '));
  if (fields.length + changedClauses.length + parties.length === 0) return <p>{versionWords('versionSame')}</p>;
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {fields.length > 0 && (
        <div>
          <Typography variant="h3" sx={{ mb: 1 }}>{versionWords('differenceFields')}</Typography>
          <DataTable caption={versionWords('differenceTitle', { number, before: number - 1 })} rows={fields} keyOf={({ field }) => field} columns={[
            { key: 'field', head: say('field'), cell: ({ field }) => say(field === 'title' ? 'columnTitle' : field) },
            { key: 'before', head: versionWords('was'), cell: ({ field, before }) => valueOf(field, before) }, { key: 'after', head: versionWords('is'), cell: ({ field, after }) => <strong>{valueOf(field, after)}</strong> },
          ]} />
        </div>
      )}
      {changedClauses.length > 0 && <Clauses clauses={clauses} />}
      {parties.length > 0 && (
        <div>
          <Typography variant="h3" sx={{ mb: 1 }}>{versionWords('differenceParties')}</Typography>
          <DataTable caption={versionWords('differenceParties')} rows={parties} keyOf={({ odsCode, says }) => `${odsCode} ${says}`} columns={[
            { key: 'who', head: versionWords('organisation'), cell: (row) => <OrganisationName name={row.name} odsCode={row.odsCode} to={`/organisations/${row.odsCode}`} /> }, { key: 'what', head: versionWords('change'), cell: ({ says }) => says },
          ]} />
        </div>
      )}
    </Box>
  );
}

const valueOf = (field: Difference['fields'][number]['field'], value: string): string =>
  (field === 'purposeClass' ? say(value === 'secondary' ? 'secondary' : 'directCare') : field === 'beginsOn' || field === 'reviewOn' || field === 'endsOn' ? dayInProse(value) : value);

type Clause = Difference['clauses'][number];

/** Every clause in the order it is read: what is left out struck through, what is new underlined, and said in words. What stands is folded away. */
function Clauses({ clauses }: { readonly clauses: readonly Clause[] }) {
  const standing = clauses.filter(({ before, after }) => before === after);
  return (
    <div>
      <Typography variant="h3" sx={{ mb: 1 }}>{versionWords('differenceClauses')}</Typography>
      <Box component="ol" sx={{ 'listStyle': 'none', 'm': 0, 'p': 0, '& > li': { borderLeft: 4, borderColor: 'divider', pl: 2, py: 0.5, mb: 1.5, maxWidth: '80ch' }, '& del, & ins': { display: 'block' } }}>
        {clauses.map((clause, nth) => (clause.before === clause.after ? null : <li key={`${nth} ${clause.before} ${clause.after}`}><OneClause clause={clause} /></li>))}
      </Box>
      {standing.length > 0 && (
        <details>
          <summary>{versionWords('clausesStand', { clauses: countOf(standing.length, 'clause') })}</summary>
          <ul>{standing.map(({ after }, nth) => <li key={`${nth} ${after}`}>{clauseText(after ?? '')}</li>)}</ul>
        </details>
      )}
    </div>
  );
}

function OneClause({ clause: { before, after } }: { readonly clause: Clause }): ReactNode {
  const [words, tone] = before === null ? [versionWords('clauseNew'), 'good'] as const : after === null ? [versionWords('clauseGone'), 'stopped'] as const : [versionWords('clauseRewritten'), 'waiting'] as const;
  return <><StateWords words={words} tone={tone} />{before !== null && <del>{clauseText(before)}</del>}{after !== null && <ins>{clauseText(after)}</ins>}</>;
}

/** Who joins, who is no longer named, whose views change: each a line. */
function partiesOf({ providersJoined, providersLeft, consumersJoined, consumersLeft, viewsChanged }: Difference, namesOf: (codes: readonly string[]) => string): readonly { readonly odsCode: string; readonly name: string; readonly says: string }[] {
  return [
    ...consumersJoined.map((each) => ({ ...each, says: versionWords('joinsAsViewer', { views: namesOf(each.views) }) })),
    ...consumersLeft.map((each) => ({ ...each, says: versionWords('leavesAsViewer') })),
    ...viewsChanged.map((each) => ({ ...each, says: [...(each.gained.length > 0 ? [versionWords('viewsGained', { views: namesOf(each.gained) })] : []), ...(each.lost.length > 0 ? [versionWords('viewsLost', { views: namesOf(each.lost) })] : [])].join('; ') })),
    ...providersJoined.map((each) => ({ ...each, says: versionWords('joinsAsPractice') })),
    ...providersLeft.map((each) => ({ ...each, says: versionWords('leavesAsPractice') })),
  ];
}
