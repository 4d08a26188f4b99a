import { AccordLink, AccordList, countOf, LastDay, OrganisationName, StateWords, useSession, type Column } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { leftWords, standingOf, STANDINGS, toneOf, type CertificateShown } from './certificate-words.js';
import { say } from './messages.js';

const COLUMNS: readonly Column<CertificateShown>[] = [
  { key: 'system', head: say('system'), cell: (row) => <AccordLink to={`/certificates/${row.id}`}>{row.systemName}</AccordLink> },
  { key: 'consumer', head: say('consumer'), cell: (row) => <OrganisationName name={row.consumerName} odsCode={row.consumerOdsCode} to={`/viewing-organisations/${row.consumerOdsCode}`} /> },
  { key: 'standing', head: say('standing'), cell: (row) => <StateWords tone={toneOf(row)} words={say(standingOf(row))} /> },
  { key: 'left', head: say('left'), cell: leftWords },
  { key: 'ends', head: say('ends'), cell: (row) => <LastDay until={row.untilAt} /> },
];

/** What viewing organisations' systems present; what needs somebody stands first. */
export function CertificateList() {
  const mayRegister = useSession().may('register', 'SystemCertificate').allowed;
  const register = mayRegister ? <Button variant="contained" component={RouterLink} to="/certificates/new">{say('register')}</Button> : undefined;
  return (
    <AccordList<CertificateShown>
      resource="certificates" title={say('certificates')} noun={['certificate', 'certificates']} columns={COLUMNS} actions={register}
      sentence={(total, isFiltered) => (isFiltered || total === 0 ? `${countOf(total, 'certificate')}.` : say('sentence', { count: countOf(total, 'certificate') }))}
      filters={[{ name: 'find', label: say('find') }, { name: 'standing', label: say('filterStanding'), choices: STANDINGS.map((value) => ({ value, label: say(value) })) }]}
      empty={{ says: say('empty'), why: say('emptyWhy'), ...(register === undefined ? {} : { action: register }) }}
    />
  );
}
