import { useSearchParams } from 'react-router';
import { Answered, NothingHere, Page, Section, useAsk } from '@accord/kernel/admin';
import { ACTIVATIONS, PER_STAGE, STAGES, type ActivationsAnswer, type Stage } from './activation.js';
import { ActivationTable } from './activation-table.js';
import { say } from './messages.js';
import { Pager } from './pager.js';

const TITLE = { submitted: 'submitted', unfinished: 'approvedUnfinished', over: 'decided' } as const;

/** What waits for an approver, then for an officer, then what is over; each page by page, as the address says. */
export function ActivationList() {
  const [asked, setAsked] = useSearchParams();
  const pageOf = (stage: Stage): number => Math.max(1, Number(asked.get(stage) ?? '1') || 1);
  const found = useAsk<ActivationsAnswer>(ACTIVATIONS, {
    localityId: asked.get('locality'), state: asked.get('state'), submitted: pageOf('submitted'), unfinished: pageOf('unfinished'), over: pageOf('over'),
  }, { keep: true });
  const go = (stage: Stage, page: number): void => setAsked((before) => { before.set(stage, String(page)); return before; });
  return (
    <Page title={say('activations')} sentence={found.data === undefined ? undefined : say('activationsSentence', { waiting: found.data.submitted.total, unfinished: found.data.unfinished.total })}>
      <Answered asked={found}>{(answer) => (STAGES.every((stage) => answer[stage].total === 0)
        ? <NothingHere says={say('noActivations')} why={say('noActivationsWhy')} />
        : STAGES.filter((stage) => answer[stage].total > 0).map((stage) => (
          <Section key={stage} title={say(TITLE[stage])}>
            <ActivationTable caption={say(TITLE[stage])} activations={answer[stage].items} withLocality />
            <Pager name={say(TITLE[stage])} page={pageOf(stage)} perPage={PER_STAGE} total={answer[stage].total} go={(page) => go(stage, page)} />
          </Section>
        )))}
      </Answered>
    </Page>
  );
}
