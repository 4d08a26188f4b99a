import { AccordLink, AccordList, browserClock, countOf, Day, OrganisationName, span, StateWords, useAsk, useSession, type Column } from '@accord/kernel/admin';
import type { QueueRow } from './evidence-query.js';
import { SEVERITY_TONE, standingOf, STANDINGS } from './evidence-words.js';
import { say } from './messages.js';

const LOCALITIES = 'query Localities { localities(perPage: 200) { items { id code name } } }';
interface LocalitiesAnswer { readonly localities: { readonly items: readonly { readonly id: string; readonly code: string; readonly name: string }[] } }

/** What waits to be verified, the oldest first; and what became of the rest. */
export function EvidenceList() {
  const session = useSession();
  const mayVerify = session.may('verify', 'Evidence').allowed;
  const assigned = session.me.actingAs?.localities ?? [];
  const localities = useAsk<LocalitiesAnswer>(LOCALITIES, {}, { enabled: assigned.length > 1 });
  const mine = (localities.data?.localities.items ?? []).filter(({ id }) => assigned.includes(id));
  const columns: readonly Column<QueueRow>[] = [
    { key: 'organisation', head: say('organisation'), cell: (row) => <OrganisationName name={row.organisationName} odsCode={row.odsCode} to={`/evidence/${row.id}`} /> },
    { key: 'waits', head: say('waits'), cell: (row) => <><Day at={row.submittedAt} /><br /><small>{say('ago', { span: span(browserClock.now().getTime() - new Date(row.submittedAt).getTime()) })}</small></> },
    { key: 'agreement', head: say('agreement'), cell: (row) => (row.campaignId === null
      ? <><AccordLink to={`/agreements/${row.agreementId}`}>{row.agreementReference}</AccordLink><br /><small>{row.agreementTitle}</small></>
      : <><AccordLink to={`/campaigns/${row.campaignId}`}>{row.campaignTitle}</AccordLink><br /><small>{say('campaign')}</small></>) },
    { key: 'proves', head: say('proves'), cell: (row) => <>{say(row.kind === 'instruction' ? 'instruction' : row.side)}<br /><small>{say(row.kind === 'instruction' ? 'letter' : row.kind)}</small></> },
    { key: 'machine', head: say('machine'), cell: (row) => <StateWords words={say(row.severity)} tone={SEVERITY_TONE[row.severity]} /> },
    { key: 'state', head: say('state'), cell: (row) => (
      <>
        <StateWords {...standingOf(row, mayVerify)} />
        {mayVerify && row.standing === 'waiting' && row.notByYou !== null && <><br /><small>{say(row.notByYou)}</small></>}
      </>
    ) },
    ...(mine.length > 1 ? [{ key: 'locality', head: say('locality'), cell: (row: QueueRow) => row.localityName }] : []),
  ];
  return (
    <AccordList<QueueRow>
      resource="evidence" title={say('title')} noun={['signed document', 'signed documents']} columns={columns} narrowedTo={{ standing: 'waiting' }}
      sentence={(total, isFiltered) => (isFiltered ? say('foundSentence', { count: countOf(total, 'signed document') })
        : total === 0 ? say('nothingWaiting') : say('waitingSentence', { count: total === 1 ? '1 signed document waits' : `${countOf(total, 'signed document')} wait` }))}
      filters={[
        { name: 'standing', label: say('state'), choices: STANDINGS.map((value) => ({ value, label: say(value) })) },
        ...(mine.length > 1 ? [{ name: 'localityId', label: say('locality'), choices: mine.map(({ id, code, name }) => ({ value: id, label: `${name} (${code})` })) }] : []),
      ]}
      empty={{ says: say('nothingWaiting'), why: say('nothingWaitingWhy'), action: <AccordLink to="/agreements">{say('toAgreements')}</AccordLink> }}
    />
  );
}
