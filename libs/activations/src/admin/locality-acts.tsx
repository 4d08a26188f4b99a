import { Typography } from '@mui/material';
import { useNavigate } from 'react-router';
import { ConfirmAct, ConfirmImpact, useAct, useSession } from '@accord/kernel/admin';
import { GO_LIVE_LOCALITY, SUBMIT, wentLiveAddress, type WentLive } from './activation.js';
import { partiesInWords } from './locality-words.js';
import { say } from './messages.js';
import { NamedParties } from './named-parties.js';
import { isReady, stepState } from '../contract/practices-counted.js';
import type { Agreement, Party, Readiness } from './readiness.js';

/** Takes everybody who is approved and ready live in one act, and shows what came of it. */
export function TakeReadyLive({ locality }: { readonly locality: Readiness }) {
  const session = useSession();
  const navigate = useNavigate();
  const { act, isPending, problem, reset } = useAct<{ goLiveLocality: WentLive[] }>(GO_LIVE_LOCALITY);
  const ready = locality.parties.filter(isReady);
  const isWaited = locality.parties.some((party) => stepState(party) === 'approved');
  const go = async (_reason: string, impactHash: string | null): Promise<boolean> => {
    const answer = await act({ localityId: locality.id, impactHash });
    if (answer === null) return false;
    const went = answer.goLiveLocality;
    await navigate(wentLiveAddress(locality.id, went.map(({ activationId }) => activationId)), { state: { went } });
    return true;
  };
  const parties = partiesInWords(ready);
  if (!isWaited) return null;
  return (
    <ConfirmImpact may={session.may('go-live', 'Activation', { localityId: locality.id })} label={ready.length === 0 ? say('takeOneLive') : say('liveLabel', { parties })} title={say('liveTitle', { parties })}
      {...(ready.length === 0 ? { disabledBecause: say('liveNothing') } : {})} isPending={isPending} problem={problem} reset={reset} confirm={go} bindsTo={ready.map(({ id }) => id).join()}
      asked={{ act: 'goLiveLocality', id: locality.id }} besides={<><Typography component="p">{say('liveTogether')}</Typography><NamedParties parties={ready} /></>} />
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
