import { AccordLink, AnsweredPage, DataTable, instantInTable, NothingHere, Page, span, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Alert, AlertTitle, Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { certificateWords, GATEWAY_FIELDS, heardAgo, isSilent, localitiesOf, STATES, standingOf, standingSentence, standingWords, toneOf, type GatewayShown, type StatesAnswer } from './gateway-words.js';
import { say } from './messages.js';
import { ReconciliationAlarm } from './reconciliation-alarm.js';

interface Answer { readonly gateways: { readonly total: number; readonly items: readonly GatewayShown[] } }

const ASK = `query Gateways { gateways(perPage: 200) { total items { ${GATEWAY_FIELDS} } } }`;

/** Every gateway and how it stands. One that is silent stands above everything, in words. */
export function GatewayList() {
  const session = useSession();
  const maySeeStates = session.may('read', 'GatewayState').allowed;
  const asked = useAsk<Answer>(ASK, {}, { everyMs: 15_000 });
  const states = useAsk<StatesAnswer>(STATES, {}, { enabled: maySeeStates, everyMs: 5_000 }).data;
  const mayRegister = session.may('register', 'Gateway').allowed;
  const register = mayRegister ? <Button variant="contained" component={RouterLink} to="/gateways/new">{say('register')}</Button> : undefined;
  return (
    <AnsweredPage asked={asked} title={say('gateways')}>
      {({ gateways: { items } }) => (
        <Page title={say('gateways')} sentence={sentence(items, states, maySeeStates)} actions={register}>
          <ReconciliationAlarm />
          <KeysDue states={states} />
          <Silent gateways={items} states={states} />
          {items.length === 0 ? <NothingHere says={say('noGateways')} why={say('noGatewaysWhy')} action={register} /> : (
            <DataTable<GatewayShown> caption={say('gateways')} rows={items} keyOf={({ id }) => id} columns={[
              { key: 'name', head: say('gateway'), cell: (row) => <AccordLink to={`/gateways/${row.id}`}>{row.name} ({row.code})</AccordLink> },
              { key: 'standing', head: say('standing'), cell: (row) => <Standing gateway={row} states={states} /> },
              { key: 'applied', head: say('applied'), cell: (row) => <Applied number={stateOf(row, states)?.publication ?? null} /> },
              { key: 'seen', head: say('seen'), cell: (row) => heardAgo(stateOf(row, states)?.standing) },
              { key: 'certificate', head: say('certificateLeft'), cell: (row) => <StateWords {...certificateWords(row)} /> },
              { key: 'localities', head: say('localities'), cell: localitiesOf },
            ]} />
          )}
        </Page>
      )}
    </AnsweredPage>
  );
}

const stateOf = (gateway: GatewayShown, states: StatesAnswer | undefined) => states?.gatewayStates.find(({ gatewayId }) => gatewayId === gateway.id);

function sentence(gateways: readonly GatewayShown[], states: StatesAnswer | undefined, maySeeStates: boolean): string | undefined {
  if (gateways.length === 0) return say('noGateways');
  if (!maySeeStates) return say('onlyRegister', { count: gateways.length });
  if (states === undefined) return undefined;
  const standings = gateways.filter(({ state }) => state === 'confirmed').map((gateway) => standingOf(gateway, states)).filter((standing) => standing !== null);
  const good = standings.filter(({ kind }) => kind === 'current').length;
  return say(good === standings.length ? 'allCurrent' : 'someNot', { good, count: standings.length, number: states.freshness?.number ?? 0 });
}

function Silent({ gateways, states }: { readonly gateways: readonly GatewayShown[]; readonly states: StatesAnswer | undefined }) {
  if (states === undefined) return null;
  const silent = gateways.map((gateway) => ({ gateway, standing: standingOf(gateway, states) })).filter(({ standing }) => isSilent(standing));
  if (silent.length === 0) return null;
  return (
    <Alert severity="error" sx={{ mb: 3, maxWidth: '80ch' }}>
      <AlertTitle>{silent.length === 1 ? say('silentOne', { name: silent[0]!.gateway.name }) : say('silentMany', { count: silent.length })}</AlertTitle>
      <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
        {silent.map(({ gateway, standing }) => <li key={gateway.id}>{gateway.name}: {standingSentence(standing, stateOf(gateway, states), states.freshness?.number ?? null)}</li>)}
      </ul>
      <p style={{ margin: '0.5rem 0 0' }}>{say('silentMeans')}</p>
    </Alert>
  );
}

/** Long before root runs out: key holders have to come together. */
function KeysDue({ states }: { readonly states: StatesAnswer | undefined }) {
  const freshness = states?.freshness ?? null;
  if (freshness === null || !freshness.areKeysDue) return null;
  const left = new Date(freshness.keysUntil).getTime() - new Date(freshness.at).getTime();
  return (
    <Alert severity={left > 0 ? 'warning' : 'error'} sx={{ mb: 3, maxWidth: '80ch' }}>
      <AlertTitle>{left > 0 ? say('keysDue', { left: span(left) }) : say('keysOver', { ago: span(-left) })}</AlertTitle>
      {say('keysMeans', { until: instantInTable(freshness.keysUntil) })}
    </Alert>
  );
}

function Standing({ gateway, states }: { readonly gateway: GatewayShown; readonly states: StatesAnswer | undefined }) {
  const standing = standingOf(gateway, states);
  return standing === null ? <StateWords tone="quiet" words={say('elsewhere')} /> : <StateWords tone={toneOf(standing)} words={standingWords(standing)} />;
}

/** Only those who read publications get a link to one. */
export function Applied({ number }: { readonly number: number | null }) {
  const mayRead = useSession().may('read', 'Publication').allowed;
  if (number === null) return <>–</>;
  return mayRead ? <AccordLink to={`/publications/${number}`}>{say('publication', { number })}</AccordLink> : <>{say('publication', { number })}</>;
}
