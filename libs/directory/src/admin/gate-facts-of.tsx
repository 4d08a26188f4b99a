import { Answered, ConfirmImpact, DataTable, Day, dayInTable, inWords, NothingHere, Section, StateWords, useAct, useAsk, useSession } from '@accord/kernel/admin';
import { say } from './messages.js';
import { CONFIRM_FACTS, GATE_FACTS, type GateFact, type GateFactsAnswer } from './organisation-queries.js';

/** What is on record about an organisation for the gates of readiness, to be confirmed by a second person. */
export function GateFactsOf({ odsCode }: { readonly odsCode: string }) {
  const asked = useAsk<GateFactsAnswer>(GATE_FACTS, { code: odsCode });
  return (
    <Section title={say('gate')}>
      <Answered asked={asked}>
        {({ gateFacts }) => (gateFacts.length === 0
          ? <NothingHere says={say('gate.none')} why={say('gate.none.why')} />
          : (
            <DataTable caption={say('gate')} rows={gateFacts} keyOf={(fact) => fact.id} columns={[
              { key: 'kind', head: say('gate.kind'), cell: (fact) => inWords(fact.kind) },
              { key: 'value', head: say('gate.value'), cell: (fact) => inWords(fact.value) },
              { key: 'source', head: say('gate.source'), cell: (fact) => fact.source },
              { key: 'from', head: say('from'), cell: (fact) => <><Day at={fact.from} /> {fact.until === null ? say('gate.open-end') : say('gate.until', { day: dayInTable(new Date(new Date(fact.until).getTime() - 1)) })}</> },
              { key: 'who', head: say('gate.recorded'), cell: (fact) => <>{fact.recordedBy ?? say('gate.somebody')}, <Day at={fact.recordedAt} /></> },
              { key: 'state', head: say('state'), cell: (fact) => <FactStanding fact={fact} /> },
              { key: 'act', head: say('gate.acts'), cell: (fact) => <ConfirmFact fact={fact} facts={{ odsCode, localityIds: fact.localityIds }} /> },
            ]} />
          ))}
      </Answered>
    </Section>
  );
}

function FactStanding({ fact }: { readonly fact: GateFact }) {
  if (fact.endedAt !== null) return <StateWords words={say('gate.ended', { name: fact.endedBy ?? say('gate.somebody') })} tone="stopped" />;
  if (fact.confirmedAt === null) return <StateWords words={say('gate.waits')} tone="waiting" waitsFor={say('second-person')} />;
  return <StateWords words={say('gate.confirmed', { name: fact.confirmedBy ?? say('gate.somebody') })} tone="good" />;
}

function ConfirmFact({ fact, facts }: { readonly fact: GateFact; readonly facts: Readonly<Record<string, unknown>> }) {
  const { may } = useSession();
  const confirming = useAct<unknown>(CONFIRM_FACTS);
  const mine = may('confirm', 'GateFact', facts);
  if (fact.confirmedAt !== null || fact.endedAt !== null || !mine.allowed) return <>{say('gate.done')}</>;
  if (fact.recordedByMe) return <>{say('gate.yours')}</>;
  const words = { kind: inWords(fact.kind), value: inWords(fact.value), source: fact.source };
  return (
    <ConfirmImpact label={say('gate.confirm')} about={`${words.kind}, ${words.value}`} title={say('gate.confirm.title')} besides={<p>{say('gate.confirm.preview', words)}</p>} may={mine} asked={{ act: 'confirmFacts', ids: [fact.id] }}
      {...confirming} confirm={async (_reason, impactHash) => await confirming.act({ ids: [fact.id], impactHash }) !== null} />
  );
}
