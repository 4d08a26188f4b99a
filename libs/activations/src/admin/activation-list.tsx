import { useSearchParams } from 'react-router';
import { Answered, NothingHere, Page, Section, useAsk } from '@accord/kernel/admin';
import { ACTIVATIONS, isUnfinished, type ActivationsAnswer } from './activation.js';
import { ActivationTable } from './activation-table.js';
import { say } from './messages.js';

/** What waits for an approver, then for an officer, then what is over. */
export function ActivationList() {
  const [asked] = useSearchParams();
  const found = useAsk<ActivationsAnswer>(ACTIVATIONS, { localityId: asked.get('locality'), state: asked.get('state') });
  const all = found.data?.activations ?? [];
  const groups = [
    { title: say('submitted'), those: all.filter(({ state }) => state === 'submitted') },
    { title: say('approvedUnfinished'), those: all.filter(isUnfinished) },
    { title: say('decided'), those: all.filter((each) => each.state !== 'submitted' && !isUnfinished(each)) },
  ];
  return (
    <Page title={say('activations')} sentence={found.data === undefined ? undefined : say('activationsSentence', { waiting: groups[0]!.those.length, unfinished: groups[1]!.those.length })}>
      <Answered asked={found}>{() => (all.length === 0
        ? <NothingHere says={say('noActivations')} why={say('noActivationsWhy')} />
        : groups.filter(({ those }) => those.length > 0).map(({ title, those }) => <Section key={title} title={title}><ActivationTable caption={title} activations={those} withLocality /></Section>))}
      </Answered>
    </Page>
  );
}
