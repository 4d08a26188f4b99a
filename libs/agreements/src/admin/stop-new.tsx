import { AccordLink, ConfirmImpact, ImpactOfAct, NothingHere, Page, Section, useAct, useSession, type May } from '@accord/kernel/admin';
import { TextField, Typography } from '@mui/material';
import { useNavigate, useSearchParams } from 'react-router';
import { FIELDS, maySuspend, readScope, scopeInput, scopesOf, type ScopeField } from './stop-scope-values.js';
import { StopScopeFields } from './stop-scope-fields.js';
import { stopWords } from './stop-words.js';

/** The preview above the button is looked at; the one in the dialog is what is confirmed. */
const onlyShown = (): void => undefined;

const SUSPEND = 'mutation SuspendSharing($input: SuspendSharingInput!) { suspendSharing(input: $input) { id impactMoved } }';

/** Chooses what to suspend, shows what stops with it, and suspends it. What is chosen stands in the address. */
export function StopNew() {
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const offered = scopesOf(session);
  const asked = readScope(params.get('scope'));
  const scope = asked !== null && offered.includes(asked) ? asked : null;
  const own = session.me.actingAs?.odsCode ?? null;
  if (offered.length === 0) return <Page title={stopWords('suspendSharing')}><NothingHere says={stopWords('newNot')} why={stopWords('newNotWhy')} action={<AccordLink to="/stops">{stopWords('listTitle')}</AccordLink>} /></Page>;
  const set = (name: string, value: string): void => setParams((before) => {
    const after = new URLSearchParams(name === 'scope' ? {} : before);
    if (value === '') after.delete(name); else after.set(name, value);
    return after;
  }, { replace: true });
  /** Where only their own organisation can be meant, it stands there already. */
  const ownFor = (field: ScopeField): string => {
    if (own === null || scope === null || (field !== 'providerOdsCode' && field !== 'consumerOdsCode')) return '';
    return maySuspend(session, scope, { [field]: own }).allowed ? own : '';
  };
  const chosen = Object.fromEntries(scope === null ? [] : FIELDS[scope].map((field) => [field, params.get(field) ?? ownFor(field)]));
  const input = scope === null ? null : scopeInput(scope, chosen);
  return (
    <Page title={stopWords('suspendSharing')} sentence={stopWords('newSentence')}>
      <Section title={stopWords('newWhat')}>
        <TextField id="scope" select size="small" label={stopWords('newScope')} value={scope ?? ''} onChange={(event) => set('scope', event.target.value)} sx={{ minWidth: { xs: '100%', sm: 420 }, mt: 1, mb: 2 }}
          slotProps={{ select: { native: true }, inputLabel: { shrink: true } }} helperText={scope === null ? undefined : stopWords(`scope.${scope}.hint`)}>
          <option value="">{stopWords('choose')}</option>
          {offered.map((each) => <option key={each} value={each}>{stopWords(`scope.${each}`)}</option>)}
        </TextField>
        {scope !== null && <StopScopeFields scope={scope} values={chosen} onChange={set} />}
      </Section>
      {scope !== null && input !== null && <WhatStops key={JSON.stringify(input)} scope={input} rule={maySuspend(session, scope, chosen)} />}
    </Page>
  );
}

function WhatStops({ scope, rule }: { readonly scope: Readonly<Record<string, string>>; readonly rule: May }) {
  const navigate = useNavigate();
  const suspending = useAct<{ suspendSharing: { id: string; impactMoved: boolean | null } }>(SUSPEND);
  const confirm = async (reason: string, impactHash: string | null): Promise<boolean> => {
    const answer = await suspending.act({ scope, reason, ...(impactHash === null ? {} : { impactHash }) });
    if (answer === null) return false;
    const { id, impactMoved } = answer.suspendSharing;
    await navigate(`/stops/${id}`, { state: { impactMoved } });
    return true;
  };
  if (!rule.allowed) return <Typography component="p" role="status" sx={{ mt: 2 }}>{stopWords('newNotYours')}</Typography>;
  const asked = { act: 'suspendSharing', scope };
  const next = <Typography component="p" sx={{ my: 2, maxWidth: '75ch' }}>{stopWords('newNext')}</Typography>;
  return (
    <Section title={stopWords('newStops')}>
      <ImpactOfAct asked={asked} narrowing shows={onlyShown} />
      {next}
      <ConfirmImpact label={stopWords('newConfirm')} title={stopWords('newTitle')} may={rule} narrowing asked={asked} besides={next}
        isPending={suspending.isPending} problem={suspending.problem} reset={suspending.reset} confirm={confirm} />
    </Section>
  );
}
