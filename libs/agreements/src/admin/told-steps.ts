import { useAsk, useSession } from '@accord/kernel/admin';
import type { OneAgreement } from './agreement-query.js';
import type { Side, ToldStep } from './agreement-words.js';

type Told = ToldStep & { readonly id: string | null; readonly agreementId: string | null; readonly side: Side; readonly renewalState: string | null };
interface Answer { readonly localityReadiness: { readonly parties: readonly Told[] } | null }

const QUERY = 'query NextOfParts($id: ID!) { localityReadiness(localityId: $id) { parties { id agreementId side state renewalState next { does who } } } }';

/** What comes next part by part, in the very words of the page of the locality; undefined for those who do not serve it, and until it is known. */
export function useToldSteps({ id, localityId, state, expired }: OneAgreement): readonly Told[] | undefined {
  const { may } = useSession();
  const enabled = (state === 'open' || state === 'closed') && !expired && may('read', 'Activation', { localityId }).allowed;
  return useAsk<Answer>(QUERY, { id: localityId }, { enabled }).data?.localityReadiness?.parties.filter(({ agreementId }) => agreementId === id)
    // For somebody live the next step is that of the later version it is asked to sign.
    .map((party) => ({ ...party, state: party.renewalState ?? party.state }));
}
