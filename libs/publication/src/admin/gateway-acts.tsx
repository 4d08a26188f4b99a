import { ConfirmAct, Fingerprint, useAct, useSession } from '@accord/kernel/admin';
import { localitiesOf, waitingOf, type GatewayShown } from './gateway-words.js';
import { say } from './messages.js';

const CONFIRM = 'mutation ConfirmGateway($input: ConfirmGatewayInput!) { confirmGateway(input: $input) { id } }';
const REVOKE = 'mutation RevokeGateway($input: RevokeGatewayInput!) { revokeGateway(input: $input) { id } }';

/** What may be done to a gateway: the second person confirms it, anybody who may takes it out of trust at once. */
export function GatewayActs({ gateway, isElsewhere, neverGiven }: { readonly gateway: GatewayShown; readonly isElsewhere: boolean; /** It holds nothing. */ readonly neverGiven: boolean }) {
  const session = useSession();
  const confirming = useAct<unknown>(CONFIRM);
  const revoking = useAct<unknown>(REVOKE);
  const mayRevoke = session.may('revoke', 'Gateway');
  const { id, name, state, version, registeredByReader } = gateway;
  const waiting = waitingOf(gateway);
  return (
    <>
      {state === 'registered' && (
        <ConfirmAct label={say('confirm')} title={say('confirmTitle', { name })} may={session.may('confirm', 'Gateway')} disabledBecause={waiting === null ? say('confirmNothing') : registeredByReader ? say('confirmOwn') : undefined}
          preview={<><p>{say('confirmPreview', { localities: localitiesOf(gateway) })}</p>{waiting === null ? '–' : <Fingerprint sha256={waiting.sha256} />}</>}
          isPending={confirming.isPending} problem={confirming.problem} reset={confirming.reset} confirm={async () => (await confirming.act({ id, expectedVersion: version })) !== null} />
      )}
      {state !== 'revoked' && !(isElsewhere && session.me.actingAs?.duty === 'activation-officer') && (
        <ConfirmAct label={say('revoke')} title={say('revokeTitle', { name })} may={mayRevoke} narrowing preview={<p>{say(neverGiven ? 'revokePreviewNever' : 'revokePreview')}</p>}
          isPending={revoking.isPending} problem={revoking.problem} reset={revoking.reset} confirm={async (reason) => (await revoking.act({ id, reason })) !== null} />
      )}
    </>
  );
}
