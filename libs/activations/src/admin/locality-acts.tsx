import { Typography } from '@mui/material';
import { useNavigate } from 'react-router';
import { ConfirmAct, countOf, useAct, useSession } from '@accord/kernel/admin';
import { GO_LIVE, SUBMIT, wentLiveAddress, type Activation, type WentLive } from './activation.js';
import { partiesInWords } from './locality-words.js';
import { say } from './messages.js';
import { NamedParties } from './named-parties.js';
import { isReady } from '../contract/practices-counted.js';
import { pairsGained, type Agreement, type Party, type Readiness } from './readiness.js';

/** Takes everybody who is approved and ready live, activation by activation, and shows what came of it. */
export function TakeReadyLive({ locality, activations }: { readonly locality: Readiness; readonly activations: readonly Activation[] }) {
  const session = useSession();
  const navigate = useNavigate();
  const { act, isPending, problem, reset } = useAct<{ goLive: WentLive }>(GO_LIVE);
  const ready = locality.parties.filter(isReady);
  const isWaited = locality.parties.some(({ state }) => state === 'approved');
  const go = async (): Promise<boolean> => {
    const went: WentLive[] = [];
    for (const { id, version } of activations.filter((each) => ready.some(({ activationId }) => activationId === each.id))) {
      const answer = await act({ activationId: id, expectedVersion: version });
      if (answer === null) return false;
      went.push(answer.goLive);
    }
    await navigate(wentLiveAddress(locality.id, went.map(({ activationId }) => activationId)), { state: { went } });
    return true;
  };
  const parties = partiesInWords(ready);
  const shown = [...ready.map(({ id }) => id), ...activations.map(({ id, version }) => `${id} ${version}`)].join();
  if (!isWaited) return null;
  return (
    <ConfirmAct may={session.may('go-live', 'Activation', { localityId: locality.id })} label={ready.length === 0 ? say('takeOneLive') : say('liveLabel', { parties })} title={say('liveTitle', { parties })}
      {...(ready.length === 0 ? { disabledBecause: say('liveNothing') } : {})} isPending={isPending} problem={problem} reset={reset} confirm={go} bindsTo={shown}
      preview={<><Typography component="p">{say('liveGains', { pairs: countOf(pairsGained(locality.parties, ready), 'pair') })}</Typography><NamedParties parties={ready} /></>} />
  );
}

/** Submits the verified parties of one agreement for approval. */
export function SubmitParties({ locality, agreement, parties }: { readonly locality: Readiness; readonly agreement: Agreement; readonly parties: readonly Party[] }) {
  const session = useSession();
  const navigate = useNavigate();
  const { act, isPending, problem, reset } = useAct<{ submitActivation: { id: string } }>(SUBMIT);
  const words = partiesInWords(parties);
  const submit = async (): Promise<boolean> => {
    const answer = await act({ agreementId: agreement.id, expectedVersion: agreement.version, ids: parties.map(({ id }) => id) });
    if (answer !== null) await navigate(`/activations/${answer.submitActivation.id}`);
    return answer !== null;
  };
  return (
    <ConfirmAct may={session.may('submit', 'Activation', { localityId: locality.id })} label={say('submitLabel', { parties: words })} title={say('submitTitle', { parties: words, reference: agreement.reference })}
      isPending={isPending} problem={problem} reset={reset} confirm={submit} bindsTo={[agreement.version, ...parties.map(({ id }) => id)].join()}
      preview={<><Typography component="p">{say('submitPreview')}</Typography><NamedParties parties={parties} /></>} />
  );
}
