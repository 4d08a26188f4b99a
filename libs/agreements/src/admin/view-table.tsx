import { NothingHere, OrganisationName, useSession } from '@accord/kernel/admin';
import { Box } from '@mui/material';
import type { OneAgreement, ViewOfService } from './agreement-query.js';
import { say } from './messages.js';
import { maySign, partyAddress, PartyState, PartyStep } from './next-of-party.js';

const HIDDEN = { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' } as const;

/** Viewing organisations and the views of the service in their fixed order: a tick with its word, totals beneath. Cards on narrow screens. */
export function ViewTable({ agreement, views }: { readonly agreement: OneAgreement; readonly views: readonly ViewOfService[] }) {
  const session = useSession();
  if (agreement.consumers.length === 0) return <NothingHere says={say('noViewers')} />;
  const rows = agreement.consumers.map((consumer) => ({ consumer, party: agreement.parties.find((party) => party.side === 'consumer' && party.odsCode === consumer.odsCode) }));
  return (
    <Box component="table" role="table" sx={{
      'width': '100%', 'borderCollapse': 'collapse', 'fontVariantNumeric': 'tabular-nums',
      '& th, & td': { textAlign: 'left', verticalAlign: 'top', py: 1, px: 1, borderBottom: 1, borderColor: 'divider', fontWeight: 400 },
      '& thead th': { fontWeight: 600, borderBottomWidth: 2, verticalAlign: 'bottom' },
      // Ten names fit beside each other only on end; below 900 px they stand before each tick.
      '& thead .view span': { writingMode: 'vertical-rl', transform: 'rotate(180deg)', maxHeight: 170, fontSize: '0.875rem', lineHeight: 1.25 },
      '& .view': { textAlign: 'center' }, '& tfoot th, & tfoot td': { fontWeight: 600 }, '& caption': HIDDEN,
      '@media (max-width: 900px)': {
        '& thead': HIDDEN, '&, & tbody, & tfoot, & tr, & th, & td': { display: 'block' },
        '& tr': { border: 1, borderColor: 'divider', borderRadius: 1, mb: 1.5, p: 1 }, '& th, & td': { border: 0, py: 0.25, px: 0.5, overflowWrap: 'anywhere' },
        '& .view': { textAlign: 'left', display: 'flex', gap: 1, flexDirection: 'row-reverse', justifyContent: 'flex-end' }, '& td::before': { content: 'attr(data-head)' },
        '& td.words::before': { content: 'attr(data-head) ": "', fontWeight: 600 },
      },
    }}>
      <caption>{say('viewTableCaption', { service: agreement.serviceName })}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{say('viewer')}</th>
          {views.map((view) => <th key={view.code} role="columnheader" scope="col" className="view"><span>{view.name}</span></th>)}
          {agreement.parties.length > 0 && <th role="columnheader" scope="col">{say('stateAndNext')}</th>}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ consumer, party }) => (
          <tr key={consumer.odsCode} role="row">
            <th role="rowheader" scope="row"><OrganisationName {...consumer} to={party === undefined ? `/organisations/${consumer.odsCode}` : partyAddress({ agreementId: agreement.id, ...party })} /></th>
            {views.map((view) => <td key={view.code} role="cell" data-head={view.name} className="view"><Tick isSeen={consumer.views.includes(view.code)} /></td>)}
            {agreement.parties.length > 0 && (
              <td role="cell" className="words" data-head={say('state')}>
                {party !== undefined && <><PartyState agreement={agreement} party={party} /><br /><PartyStep agreement={agreement} party={party} maySign={maySign(session, party)} /></>}
              </td>
            )}
          </tr>
        ))}
      </tbody>
      <tfoot role="rowgroup">
        <tr role="row">
          <th role="rowheader" scope="row">{say('seenBy', { all: agreement.consumers.length })}</th>
          {views.map((view) => <td key={view.code} role="cell" data-head={view.name} className="view"><span>{agreement.consumers.filter((consumer) => consumer.views.includes(view.code)).length}</span></td>)}
          {agreement.parties.length > 0 && <td role="cell" className="view" />}
        </tr>
      </tfoot>
    </Box>
  );
}

function Tick({ isSeen }: { readonly isSeen: boolean }) {
  return <span><Box component="span" aria-hidden sx={{ color: isSeen ? 'success.main' : 'text.secondary', fontWeight: 700 }}>{isSeen ? '✓' : '–'}</Box><Box component="span" sx={HIDDEN}>{say(isSeen ? 'yes' : 'no')}</Box></span>;
}
