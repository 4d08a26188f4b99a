import { Box, TextField, Typography } from '@mui/material';
import { useNavigate } from 'react-router';
import { ConfirmImpact, countOf, useAct, useKept, useSession } from '@accord/kernel/admin';
import { factsForAbility, type Flows, type PartyFacts } from './party-facts.js';
import { partyWords } from './party-words.js';

const WITHDRAW = 'mutation WithdrawFromConsumer($input: WithdrawFromConsumerInput!) { withdrawFromConsumer(input: $input) { id impactMoved } }';

/** A practice stops sharing with one named viewing organisation for good, and goes on with all others. */
export function PartyWithdrawFrom({ party, localityId, flows }: { readonly party: PartyFacts; readonly localityId: string; readonly flows: Flows }) {
  const { may } = useSession();
  const navigate = useNavigate();
  // The stronger sign-in leaves the page: who was chosen is still chosen on coming back.
  const [{ code }, setKept] = useKept(`withdraw-from ${party.id}`, { code: '' });
  const withdrawing = useAct<{ withdrawFromConsumer: { id: string; impactMoved: boolean | null } }>(WITHDRAW);
  const rule = may('withdraw', 'Participation', factsForAbility(party, localityId));
  if (party.side !== 'provider' || !rule.allowed || flows.sharedWith.length === 0) return null;
  const chosen = flows.sharedWith.find(({ odsCode }) => odsCode === code);
  const words = { name: party.name, viewer: chosen?.name ?? '', others: countOf(flows.pairs - 1, 'viewing organisation') };
  const confirm = async (reason: string, impactHash: string | null): Promise<boolean> => {
    const answer = await withdrawing.act({ id: party.id, consumerOdsCode: code, ...(reason === '' ? {} : { reason }), ...(impactHash === null ? {} : { impactHash }) });
    if (answer === null) return false;
    const { id, impactMoved } = answer.withdrawFromConsumer;
    await navigate(`/stops/${id}`, { state: { impactMoved } });
    return true;
  };
  return (
    <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: 3, alignItems: 'center' }} role="group" aria-label={partyWords('withdrawFrom')}>
      <TextField id="withdraw-from" select size="small" label={partyWords('withdrawFromWhom')} value={code} onChange={(event) => setKept({ code: event.target.value })} sx={{ minWidth: { xs: '100%', sm: 340 } }}
        slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
        <option value="">{partyWords('chooseViewer')}</option>
        {flows.sharedWith.map(({ odsCode, name }) => <option key={odsCode} value={odsCode}>{`${name} (${odsCode})`}</option>)}
      </TextField>
      {chosen !== undefined && (
        <ConfirmImpact key={code} label={partyWords('withdrawFrom')} about={chosen.name} title={partyWords('withdrawFromTitle', words)} may={rule} narrowing bindsTo={party.version}
          asked={{ act: 'withdrawFrom', id: party.id, consumerOdsCode: code }} besides={<><Typography component="p" sx={{ mb: 1 }}>{partyWords('withdrawFromStops', words)}</Typography><Typography component="p">{partyWords('withdrawFromNext')}</Typography></>}
          isPending={withdrawing.isPending} problem={withdrawing.problem} reset={withdrawing.reset} confirm={confirm} />
      )}
    </Box>
  );
}
