import { ConfirmAct, useAct, useSession } from '@accord/kernel/admin';
import { Alert, Box, Button } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import type { OneAgreement } from './agreement-query.js';
import type { VersionOfAgreement } from './amendment-query.js';
import { draftOf, editedInput } from './draft-values.js';
import { say } from './messages.js';
import { proposalWords } from './proposal-words.js';
import { versionWords } from './version-words.js';

const DRAFT = 'mutation DraftAmendment($input: EditDraftInput!) { draftAmendment(input: $input) { id version } }';
const OPEN = 'mutation OpenAmendment($input: MoveInput!) { openAmendment(input: $input) { id version } }';
const DISCARD = 'mutation DiscardAmendment($input: MoveInput!) { discardAmendment(input: $input) { id version } }';

const GONE = ['declined', 'withdrawn', 'left'];

export interface AmendmentActsProps {
  readonly agreement: OneAgreement;
  readonly draft: VersionOfAgreement | null;
  readonly newest: number;
  /** A proposal to change views of it runs. */
  readonly isProposed: boolean;
}

/** What staff do with the next version: begin it, edit it, open it for signing, discard it. */
export function AmendmentActs({ agreement, draft, newest, isProposed }: AmendmentActsProps) {
  const session = useSession();
  const navigate = useNavigate();
  const [done, setDone] = useState<'openAmendmentDone' | 'discardAmendmentDone' | null>(null);
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => { if (done !== null) told.current?.focus(); }, [done]);
  const drafting = useAct<{ readonly draftAmendment: { readonly id: string } }>(DRAFT);
  const opening = useAct<Record<string, unknown>>(OPEN);
  const discarding = useAct<Record<string, unknown>>(DISCARD);
  const { id, reference, version, localityId, state, expired } = agreement;
  const may = (action: string) => session.may(action, 'Agreement', { localityId });
  if (state !== 'open' || expired || !may('draft').allowed) return null;
  const number = draft?.number ?? newest + 1;
  const words = { number, reference };
  const begin = async (): Promise<boolean> => {
    // Who is gone is asked again only where the drafter says so.
    const stays = (side: string, odsCode: string): boolean => agreement.parties.some((party) => party.side === side && party.odsCode === odsCode && !GONE.includes(party.state));
    const { providers, consumers } = agreement;
    const copy = editedInput(draftOf({ ...agreement, providers: providers.filter(({ odsCode }) => stays('provider', odsCode)), consumers: consumers.filter(({ odsCode }) => stays('consumer', odsCode)) }));
    const answer = await drafting.act({ ...copy, id, expectedVersion: version });
    if (answer !== null) await navigate(`/agreements/${id}/amend`);
    return answer !== null;
  };
  const move = (act: typeof opening.act, told: typeof done) => async (): Promise<boolean> => {
    const answer = await act({ id, expectedVersion: version });
    if (answer !== null) setDone(told);
    return answer !== null;
  };
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 4 }}>
      {draft === null ? (
        <ConfirmAct label={versionWords('amend')} title={versionWords('amendTitle', words)} may={may('draft')} isPending={drafting.isPending} problem={drafting.problem} reset={drafting.reset} confirm={begin} bindsTo={version} disabledBecause={isProposed ? proposalWords('amendLater') : undefined}
          preview={<Points points={[versionWords('amendCopies', { number: newest }), versionWords('amendNobody'), versionWords('amendAffects')]} />} />
      ) : (
        <>
          <Button variant="outlined" component={RouterLink} to={`/agreements/${id}/amend`}>{versionWords('editAmendment', words)}</Button>
          <ConfirmAct label={versionWords('openAmendment', words)} title={versionWords('openAmendmentTitle', words)} may={may('open')} isPending={opening.isPending} problem={opening.problem} reset={opening.reset}
            confirm={move(opening.act, 'openAmendmentDone')} bindsTo={version} preview={<Points points={[versionWords('openAmendmentAsks'), versionWords('openAmendmentFirst'), say('openLocks')]} />} />
          <ConfirmAct label={versionWords('discardAmendment', words)} title={versionWords('discardAmendmentTitle', words)} may={may('discard')} narrowing isPending={discarding.isPending} problem={discarding.problem} reset={discarding.reset}
            confirm={move(discarding.act, 'discardAmendmentDone')} bindsTo={version} preview={<Points points={[say('discardNobody')]} />} />
        </>
      )}
      {done !== null && <Alert ref={told} tabIndex={-1} severity="success" role="status" sx={{ flexBasis: '100%' }} onClose={() => setDone(null)}>{versionWords(done)}</Alert>}
    </Box>
  );
}

function Points({ points }: { readonly points: readonly string[] }) {
  return <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>{points.map((point) => <li key={point}>{point}</li>)}</ul>;
}
