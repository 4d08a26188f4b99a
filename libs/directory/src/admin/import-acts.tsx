import { AccordLink, ConfirmAct, ConfirmImpact, count, countOf, dayInProse, OrganisationByCode, useAct, useSession } from '@accord/kernel/admin';
import { Box } from '@mui/material';
import { APPROVE, DECLINE, DISCARD, ORDER, type Count, type Import, type Run, type Share } from './import-queries.js';
import { sayImport as say } from './messages.js';

/** Import or let go a file that was read. */
export function RunActs({ run }: { readonly run: Run }) {
  const { may } = useSession();
  const ordering = useAct<unknown>(ORDER);
  const discarding = useAct<unknown>(DISCARD);
  const mine = may('import', 'Directory');
  const isOver = run.state === 'refused' || run.state === 'failed' || run.state === 'discarded';
  const about = { name: run.fileName, edition: run.editionOn === null ? '–' : dayInProse(run.editionOn) };
  const because = [run.stops.length === 0 ? '' : say('because.stops', { many: countOf(organisationsIn(run.stops), 'organisation') }), run.resumes.length === 0 ? '' : say('because.resumes', { many: countOf(organisationsIn(run.resumes), 'organisation') }),
    run.lastEditionOn !== null && run.editionOn !== null && run.editionOn < run.lastEditionOn ? say('because.older') : ''].filter((each) => each !== '').join('; ');
  if (!mine.allowed || run.state === 'done' || run.state === 'ordered') return null;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mb: 3 }}>
      {run.state === 'ready' && (
        <ConfirmAct label={run.needsSecondPerson ? say('do.send') : say('do.import')} title={run.needsSecondPerson ? say('do.send.title') : say('do.import.title')} may={mine} {...ordering}
          preview={<><p>{say('do.preview', about)}</p><Counts counts={run.counts} /><Stopping {...run} />{run.needsSecondPerson && <p>{say('do.second', { because })}</p>}</>}
          confirm={async () => await ordering.act({ id: run.id, expectedVersion: run.version, planHash: run.planHash }) !== null} />
      )}
      {run.state !== 'discarded' && <ConfirmAct label={say('do.discard')} title={say('do.discard.title')} preview={<p>{say('do.discard.preview')}</p>} may={mine} narrowing {...discarding} confirm={async () => await discarding.act({ id: run.id, expectedVersion: run.version }) !== null} />}
      {isOver && <AccordLink to="/directory-imports/new">{say('again')}</AccordLink>}
    </Box>
  );
}

/** The second person's word on an import that waits. */
export function ApprovalActs({ made }: { readonly made: Import }) {
  const { may } = useSession();
  const approving = useAct<unknown>(APPROVE);
  const declining = useAct<unknown>(DECLINE);
  if (made.state !== 'awaiting-approval') return null;
  const bound = { id: made.id, expectedVersion: made.version };
  const approval = { label: say('do.approve'), title: say('do.approve.title'), may: may('approve', 'DirectoryImport'), ...approving, disabledBecause: made.submittedByMe ? say('own') : undefined };
  const shown = <><p>{say('do.approve.preview')}</p><Counts counts={made.counts} /><Stopping {...made} /></>;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mb: 3 }}>
      {made.stops.length + made.resumes.length === 0
        ? <ConfirmAct {...approval} preview={shown} confirm={async () => await approving.act({ ...bound, planHash: made.planHash }) !== null} />
        : <ConfirmImpact {...approval} asked={{ act: 'approveImport', id: made.id }} besides={shown} confirm={async (_reason, impactHash) => await approving.act({ ...bound, planHash: made.planHash, impactHash }) !== null} />}
      <ConfirmAct label={say('do.decline')} title={say('do.decline.title')} preview={<p>{say('do.decline.preview')}</p>} may={may('decline', 'DirectoryImport')} narrowing asksReason {...declining}
        confirm={async (reason) => await declining.act({ ...bound, reason }) !== null} />
    </Box>
  );
}

function Counts({ counts }: { readonly counts: readonly Count[] }) {
  return <ul>{counts.filter(({ rows }) => rows > 0).map(({ verdict, rows }) => <li key={verdict}>{count(rows)} {say(`v.${verdict}`).toLowerCase()}: {say(`e.${verdict}`)}</li>)}</ul>;
}

function Stopping({ stops, resumes }: { readonly stops: readonly Share[]; readonly resumes: readonly Share[] }) {
  if (stops.length + resumes.length === 0) return <p>{say('stops.none')}</p>;
  return <><Shares says={say('stops.would')} shares={stops} /><Shares says={say('resumes.would')} shares={resumes} /></>;
}

function Shares({ says, shares }: { readonly says: string; readonly shares: readonly Share[] }) {
  if (shares.length === 0) return null;
  return <><p>{says}:</p><ul>{shares.slice(0, 12).map((share) => <li key={`${share.odsCode} ${share.agreementReference}`}><OrganisationByCode odsCode={share.odsCode} />, {share.agreementReference}: {countOf(share.pairs, 'pair')}</li>)}{shares.length > 12 && <li>{say('missing.more', { more: shares.length - 12 })}</li>}</ul></>;
}

const organisationsIn = (shares: readonly Share[]): number => new Set(shares.map(({ odsCode }) => odsCode)).size;
