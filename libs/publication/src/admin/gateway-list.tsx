import { AccordLink, AnsweredPage, DataTable, instantInTable, NothingHere, Page, span, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Alert, AlertTitle, Box, Button, TextField } from '@mui/material';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { CertificatesDue } from './certificates-due.js';
import { behindWords, countsOf, countsWords, enforcedWords, inOrder, nextStep, ORDERS, REFUSALS, type Order, type RefusalsAnswer } from './gateway-counts.js';
import { certificateWords, GATEWAY_FIELDS, heardAgo, isUnreached, localitiesOf, STATES, standingOf, standingSentence, standingWords, stateOf, toneOf, type GatewayShown, type StandingShown, type StateShown, type StatesAnswer } from './gateway-words.js';
import { say } from './messages.js';
import { ReconciliationAlarm, useFeedDown } from './reconciliation-alarm.js';
import { status } from './status-messages.js';

interface Answer { readonly gateways: { readonly total: number; readonly items: readonly GatewayShown[] } }

const ASK = `query Gateways { gateways(perPage: 200) { total items { ${GATEWAY_FIELDS} } } }`;

/** Every gateway and how it stands. One that is silent or cut off stands above everything, in words. */
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
          <CertificatesDue />
          <Silent gateways={items} states={states} />
          {items.length === 0 ? <NothingHere says={say('noGateways')} why={say('noGatewaysWhy')} action={register} /> : <Ordered items={items} states={states} />}
        </Page>
      )}
    </AnsweredPage>
  );
}

/** One row each, of every locality or one, in an order of one's choice; both stand in the address. */
function Ordered({ items, states }: { readonly items: readonly GatewayShown[]; readonly states: StatesAnswer | undefined }) {
  const [search, setSearch] = useSearchParams();
  const mayCount = useSession().may('read', 'GatewayRefusal').allowed;
  const refusals = useAsk<RefusalsAnswer>(REFUSALS, {}, { enabled: mayCount, everyMs: 60_000 }).data;
  const [locality, asked] = [search.get('locality') ?? '', search.get('order') ?? ''];
  const order: Order = ORDERS.find((each) => each === asked) ?? 'worst';
  const localities = [...new Map(items.flatMap((each) => each.localities.map(({ code, name }) => [code, name] as const)))].sort(([, one], [, other]) => one.localeCompare(other, 'en'));
  const shown = inOrder(items.filter((each) => locality === '' || each.localities.some(({ code }) => code === locality)), order, states, refusals);
  const choose = (name: string, value: string): void => setSearch((now) => { const next = new URLSearchParams(now); if (value === '' || value === 'worst') next.delete(name); else next.set(name, value); return next; });
  return (
    <>
      {items.length > 1 && (
        <Box role="search" className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mb: 2 }}>
          <TextField id="gateways-locality" select size="small" label={status('locality')} value={localities.some(([code]) => code === locality) ? locality : ''} onChange={(event) => choose('locality', event.target.value)}
            slotProps={{ select: { native: true }, inputLabel: { shrink: true } }} sx={{ minWidth: { xs: '100%', sm: 260 } }}>
            <option value="">{status('everywhere')}</option>
            {localities.map(([code, name]) => <option key={code} value={code}>{`${name} (${code})`}</option>)}
          </TextField>
          <TextField id="gateways-order" select size="small" label={status('order')} value={order} onChange={(event) => choose('order', event.target.value)} slotProps={{ select: { native: true } }} sx={{ minWidth: { xs: '100%', sm: 260 } }}>
            {ORDERS.map((each) => <option key={each} value={each}>{status(`by.${each}`)}</option>)}
          </TextField>
        </Box>
      )}
      {shown.length === 0 ? <NothingHere says={status('noneHere')} why={status('noneHereWhy')} action={<AccordLink to="/gateways">{status('showAll')}</AccordLink>} /> : (
        <DataTable<GatewayShown> caption={say('gateways')} rows={shown} keyOf={({ id }) => id} columns={[
          { key: 'name', head: say('gateway'), cell: (row) => <><AccordLink to={`/gateways/${row.id}`}>{row.name} ({row.code})</AccordLink><Small>{localitiesOf(row)}</Small></> },
          { key: 'standing', head: say('standing'), cell: (row) => <Standing gateway={row} states={states} /> },
          { key: 'applied', head: status('enforces'), cell: (row) => <Enforced state={stateOf(row, states)} /> },
          { key: 'behind', head: status('behind'), cell: (row) => behindWords(stateOf(row, states)) },
          { key: 'seen', head: say('seen'), cell: (row) => heardAgo(stateOf(row, states)?.standing) },
          ...(mayCount ? [{ key: 'refused', head: status('refused'), cell: (row: GatewayShown) => (stateOf(row, states) === undefined ? '–' : countsWords(countsOf(row.id, refusals))) }] : []),
          { key: 'certificate', head: say('certificateLeft'), cell: (row) => <StateWords {...certificateWords(row)} /> },
        ]} />
      )}
    </>
  );
}

function Small({ children }: { readonly children: string }) {
  return <Box component="span" sx={{ display: 'block', fontSize: '0.8125rem', color: 'text.secondary' }}>{children}</Box>;
}

function Enforced({ state }: { readonly state: StateShown | undefined }) {
  return <><Applied number={state?.publication ?? null} />{state?.publication != null && <Small>{enforcedWords(state)}</Small>}</>;
}

/** Out of all that are in force, and that may go on although they are revoked. */
export function sentence(gateways: readonly GatewayShown[], states: StatesAnswer | undefined, maySeeStates: boolean): string | undefined {
  if (gateways.length === 0) return say('noGateways');
  if (!maySeeStates) return say('onlyRegister', { count: gateways.length });
  if (states === undefined) return undefined;
  const standings = gateways.filter(({ state }) => state !== 'registered').map((gateway) => standingOf(gateway, states)).filter((standing) => standing !== null && standing.kind !== 'revoked') as readonly StandingShown[];
  const good = standings.filter(({ kind }) => kind === 'current').length;
  return say(good === standings.length ? 'allCurrent' : 'someNot', { good, count: standings.length, number: states.freshness?.number ?? 0 });
}

function Silent({ gateways, states }: { readonly gateways: readonly GatewayShown[]; readonly states: StatesAnswer | undefined }) {
  const isFeedDown = useFeedDown();
  if (states === undefined) return null;
  const silent = gateways.map((gateway) => ({ gateway, standing: standingOf(gateway, states) })).filter(({ standing }) => isUnreached(standing));
  if (silent.length === 0) return null;
  const one = silent.some(({ standing }) => standing?.kind === 'cut-off') ? 'cutOffOne' : silent.some(({ standing }) => standing?.kind === 'quarantined') ? 'quarantinedOne' : 'silentOne';
  return (
    <Alert severity="error" sx={{ mb: 3, maxWidth: '80ch' }}>
      <AlertTitle>{silent.length === 1 ? say(one, { name: silent[0]!.gateway.name }) : say(one === 'silentOne' ? 'silentMany' : 'unreachedMany', { count: silent.length })}</AlertTitle>
      <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
        {silent.map(({ gateway }) => <li key={gateway.id}>{gateway.name}: {standingSentence(gateway, states)}</li>)}
      </ul>
      <p style={{ margin: '0.5rem 0 0' }}>{say(isFeedDown ? 'feedDownMeans' : 'silentMeans')}</p>
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
  const isFeedDown = useFeedDown();
  if (standing === null) return <StateWords tone="quiet" words={say('elsewhere')} />;
  const next = standing.kind === 'current' || standing.kind === 'revoked' ? null : nextStep(standing, stateOf(gateway, states), undefined, gateway, isFeedDown);
  return <><StateWords tone={toneOf(standing)} words={standingWords(standing)} />{next !== null && <Small>{next}</Small>}</>;
}

/** Only those who read publications get a link to one. */
export function Applied({ number }: { readonly number: number | null }) {
  const mayRead = useSession().may('read', 'Publication').allowed;
  if (number === null) return <>–</>;
  return mayRead ? <AccordLink to={`/publications/${number}`}>{say('publication', { number })}</AccordLink> : <>{say('publication', { number })}</>;
}
