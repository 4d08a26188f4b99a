import { AccordLink, count, DataTable, Day, OrganisationByCode, OrganisationName, Section } from '@accord/kernel/admin';
import type { Count, ImportState, Move, Run, Share } from './import-queries.js';
import { sayImport as say } from './messages.js';

const SHOWN = 60;

const NOTHING: Pick<Impact, 'stops' | 'resumes' | 'moves' | 'absent'> = { stops: [], resumes: [], moves: [], absent: [] };

interface Impact { readonly counts: readonly Count[]; readonly stops: readonly Share[]; readonly resumes: readonly Share[]; readonly moves: readonly Move[]; readonly absent: readonly string[] }

/** What a file does as a whole: counts, sharing that stops or comes back, practices that move, organisations it lacks. */
export function ImportImpact({ shown, fileFaults, state }: { readonly shown: Impact; readonly fileFaults: Run['fileFaults']; readonly state: ImportState }) {
  const isOpen = state === 'ready' || state === 'ordered' || state === 'awaiting-approval';
  const isNothing = state === 'refused' || state === 'failed';
  const { counts } = shown;
  const { stops, resumes, moves, absent } = isNothing ? NOTHING : shown;
  return (
    <>
      {fileFaults.length > 0 && <Section title={say('faults')}><ul>{fileFaults.map(({ code, line, sentence }) => <li key={code}>{code === 'ROWS_MISSING' ? say('rows-missing', { rows: count(line) }) : sentence} ({code})</li>)}</ul></Section>}
      <Section title={isNothing ? say('what.found') : isOpen ? say('what.would') : say('what')}>
        <DataTable caption={say('what')} rows={counts.filter(({ rows, verdict }) => rows > 0 && !(isNothing && verdict === 'absent'))} keyOf={({ verdict }) => verdict} columns={[
          { key: 'verdict', head: say('verdict'), cell: ({ verdict }) => say(`v.${verdict}`) },
          { key: 'rows', head: say('rows'), figures: true, cell: ({ rows }) => count(rows) },
          { key: 'means', head: say('what.means'), cell: ({ verdict }) => say(`e.${verdict}`) },
        ]} />
      </Section>
      {!isNothing && <Section title={isOpen ? say('stops.would') : say('stops')}>
        {stops.length === 0 ? <p>{say('stops.none')}</p> : <Shares caption={say('stops')} pairs={say('stops.pairs')} shares={stops} />}
      </Section>}
      {resumes.length > 0 && <Section title={isOpen ? say('resumes.would') : say('resumes')}><Shares caption={say('resumes')} pairs={say('resumes.pairs')} shares={resumes} /></Section>}
      {moves.length > 0 && (
        <Section title={say('moves')}>
          <p>{say('moves.why')}</p>
          <DataTable caption={say('moves')} rows={moves.slice(0, SHOWN)} keyOf={(move) => move.odsCode} columns={[
            { key: 'practice', head: say('organisation'), cell: (move) => <OrganisationName name={move.name} odsCode={move.odsCode} to={`/organisations/${move.odsCode}`} /> },
            { key: 'from', head: say('from'), cell: (move) => (move.fromCode === '' ? say('no-commissioner') : <OrganisationByCode odsCode={move.fromCode} />) },
            { key: 'to', head: say('to'), cell: (move) => (move.toCode === '' ? say('no-commissioner') : <OrganisationByCode odsCode={move.toCode} />) },
            { key: 'on', head: say('on'), cell: (move) => <Day at={move.onDay} /> },
          ]} />
          {moves.length > SHOWN && <p>{say('missing.more', { more: count(moves.length - SHOWN) })}</p>}
        </Section>
      )}
      {absent.length > 0 && (
        <Section title={say('missing')}>
          <p>{say('v.absent')}: {count(absent.length)}, {say('e.absent')}.</p>
          <details><summary>{say('show')}</summary><ul>{absent.slice(0, SHOWN).map((code) => <li key={code}><OrganisationByCode odsCode={code} to={`/organisations/${code}`} /></li>)}{absent.length > SHOWN && <li>{say('missing.more', { more: count(absent.length - SHOWN) })}. <AccordLink to="/organisations">{say('organisations')}</AccordLink></li>}</ul></details>
        </Section>
      )}
    </>
  );
}

function Shares({ caption, pairs, shares }: { readonly caption: string; readonly pairs: string; readonly shares: readonly Share[] }) {
  return (
    <DataTable caption={caption} rows={shares} keyOf={(share) => `${share.odsCode} ${share.agreementReference} ${share.as}`} columns={[
      { key: 'organisation', head: say('organisation'), cell: (share) => <OrganisationByCode odsCode={share.odsCode} to={`/organisations/${share.odsCode}`} /> },
      { key: 'as', head: say('stops.as'), cell: (share) => say(share.as) },
      { key: 'agreement', head: say('stops.agreement'), cell: (share) => share.agreementReference },
      { key: 'pairs', head: pairs, figures: true, cell: (share) => count(share.pairs) },
    ]} />
  );
}
