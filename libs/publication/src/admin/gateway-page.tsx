import { AccordLink, Answered, AnsweredPage, count, DataTable, FactList, Moment, NothingHere, Page, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Alert } from '@mui/material';
import { useParams } from 'react-router';
import { GatewayActs } from './gateway-acts.js';
import { Act, GatewayCertificates } from './gateway-certificates.js';
import { behindWords, enforcedWords, nextStep, REFUSALS, type RefusalsAnswer, type RefusalsShown } from './gateway-counts.js';
import { Applied } from './gateway-list.js';
import { certificateWords, GATEWAY_FIELDS, isUnreached, localitiesOf, STATES, standingOf, standingSentence, standingWords, stateOf, toneOf, wasNeverGiven, type GatewayShown, type StatesAnswer } from './gateway-words.js';
import { say } from './messages.js';
import { useFeedDown } from './reconciliation-alarm.js';
import { reasonMeans, reasonWords, status } from './status-messages.js';
import { took } from './took.js';

interface Receipt { readonly publication: number; readonly stopList: number; readonly appliedAt: string; readonly publishedAt: string }

const ASK = `query Gateway($id: ID!) { gateway(id: $id) { ${GATEWAY_FIELDS} } }`;
const RECEIPTS = 'query GatewayReceipts($id: ID!) { gatewayReceipts(gatewayId: $id) { publication stopList appliedAt publishedAt } }';

/** One gateway: how it stands, what it has applied and after how long, what it presents. */
export function GatewayPage() {
  const { id = '' } = useParams();
  const session = useSession();
  const maySeeStates = session.may('read', 'GatewayState').allowed;
  const asked = useAsk<{ gateway: GatewayShown }>(ASK, { id });
  const states = useAsk<StatesAnswer>(STATES, {}, { enabled: maySeeStates, everyMs: 5_000 }).data;
  const refusals = useAsk<RefusalsAnswer>(REFUSALS, {}, { enabled: session.may('read', 'GatewayRefusal').allowed, everyMs: 60_000 }).data;
  const isFeedDown = useFeedDown();
  return (
    <AnsweredPage asked={asked} title={say('gateway')}>
      {({ gateway }) => {
        const standing = standingOf(gateway, states);
        const state = stateOf(gateway, states);
        const next = nextStep(standing, state, refusals, gateway, isFeedDown);
        const sentence = standingSentence(gateway, states);
        return (
          <Page title={`${gateway.name} (${gateway.code})`} sentence={isUnreached(standing) ? undefined : sentence} actions={<GatewayActs gateway={gateway} isElsewhere={standing === null} neverGiven={wasNeverGiven(gateway, states)} />}>
            {isUnreached(standing) && <Alert severity="error" sx={{ mb: 3, maxWidth: '80ch' }}>{sentence}</Alert>}
            <Section title={say('standing')}>
              <FactList facts={[
                [say('standing'), standing === null ? say('elsewhere') : <StateWords key="s" tone={toneOf(standing)} words={standingWords(standing)} />],
                ...(next === null ? [] : [[status('next'), next] as const]),
                [status('enforces'), state?.publication == null ? '–' : <span key="a"><Applied number={state.publication} />, {enforcedWords(state)}</span>],
                [say('applied'), <Moment key="w" at={state?.appliedAt} />],
                [status('behind'), behindWords(state)],
                [say('seen'), <Moment key="m" at={state?.seenAt} />],
                [say('certificateLeft'), <StateWords key="c" {...certificateWords(gateway)} />],
                [say('localities'), localitiesOf(gateway)],
                [say('registeredAt'), <Act key="r" at={gateway.registeredAt} by={gateway.registeredByName} />],
                [say('confirmedAt'), <Act key="f" at={gateway.confirmedAt} by={gateway.confirmedByName} />],
                ...(gateway.revokedAt === null ? [] : [[say('revokedAt'), <Act key="v" at={gateway.revokedAt} by={gateway.revokedByName} />] as const, [say('reason'), gateway.revokedReason ?? '–'] as const]),
              ]} />
              {session.may('search', 'AccessEvent').allowed && <p><AccordLink to={`/access-log?gateway=${encodeURIComponent(gateway.code)}&decision=refuse`}>{say('refusals')}</AccordLink></p>}
            </Section>
            <GatewayCertificates gateway={gateway} presented={state?.presented ?? null} isElsewhere={standing === null} />
            {session.may('read', 'GatewayRefusal').allowed && standing !== null && <Refusals id={gateway.id} />}
            {maySeeStates && <Receipts id={gateway.id} />}
          </Page>
        );
      }}
    </AnsweredPage>
  );
}

/** What it refused, and what it sent that nobody could read: numbers, and nothing of who asked. */
function Refusals({ id }: { readonly id: string }) {
  const asked = useAsk<RefusalsAnswer>(REFUSALS, {}, { everyMs: 60_000 });
  return (
    <Answered asked={asked}>
      {({ gatewayRefusals }) => {
        const of = (kind: string): readonly RefusalsShown[] => gatewayRefusals.filter((each) => each.gatewayId === id && each.kind === kind);
        const counts = [{ key: 'day', head: status('day'), figures: true, cell: ({ day }: RefusalsShown) => count(day) }, { key: 'week', head: status('week'), figures: true, cell: ({ week }: RefusalsShown) => count(week) }];
        return (
          <>
            <Section title={status('refusals')}>
              {of('refused').length === 0 ? <NothingHere says={status('noRefusals')} why={status('noRefusalsWhy')} /> : (
                <>
                  <p>{status('refusalsFrom')}</p>
                  <DataTable<RefusalsShown> caption={status('refusals')} rows={of('refused')} keyOf={({ reason }) => reason} columns={[
                    { key: 'reason', head: status('reason'), cell: ({ reason }) => reasonWords(reason) }, { key: 'means', head: status('means'), cell: ({ reason }) => reasonMeans(reason) }, ...counts,
                  ]} />
                </>
              )}
            </Section>
            <Section title={status('setAsideTitle')}>
              {of('set-aside').length === 0 ? <NothingHere says={status('noSetAside')} why={status('noSetAsideWhy')} /> : (
                <>
                  <p>{status('setAsideFrom')}</p>
                  <DataTable<RefusalsShown> caption={status('setAsideTitle')} rows={of('set-aside')} keyOf={({ reason }) => reason} columns={[{ key: 'fault', head: status('fault'), cell: ({ reason }) => reasonWords(reason) }, ...counts]} />
                </>
              )}
            </Section>
          </>
        );
      }}
    </Answered>
  );
}

function Receipts({ id }: { readonly id: string }) {
  const asked = useAsk<{ gatewayReceipts: readonly Receipt[] }>(RECEIPTS, { id }, { everyMs: 10_000 });
  return (
    <Section title={say('receiptsOf')}>
      <Answered asked={asked}>
        {({ gatewayReceipts }) => (gatewayReceipts.length === 0 ? <NothingHere says={say('noReceipts')} why={say('noReceiptsWhy')} /> : (
          <DataTable<Receipt> caption={say('receiptsOf')} rows={gatewayReceipts} keyOf={(row) => `${row.publication} ${row.stopList}`} columns={[
            { key: 'publication', head: say('number'), cell: ({ publication }) => <Applied number={publication} /> },
            { key: 'stops', head: say('stopList'), cell: ({ stopList }) => say('stopListNumber', { number: stopList }) },
            { key: 'at', head: say('applied'), cell: ({ appliedAt }) => <Moment at={appliedAt} /> },
            { key: 'took', head: say('took'), figures: true, cell: (row) => took(row.publishedAt, row.appliedAt) },
          ]} />
        ))}
      </Answered>
    </Section>
  );
}
