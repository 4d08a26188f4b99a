import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { ConfirmAct, ConfirmImpact, DoneNotice, Fingerprint, Section, useAct, useSession } from '@accord/kernel/admin';
import { APPROVE, isForCutOver, isUnfinished, REJECT, type ActivationAnswer } from './activation.js';
import { say } from './messages.js';
import { nextSentence } from './next-sentence.js';

type Shown = NonNullable<ActivationAnswer['activation']>;

/** The decision, by another than who submitted; then the way on. */
export function DecideActivation({ activation, words }: { readonly activation: Shown; readonly words: string }) {
  const session = useSession();
  const approving = useAct<{ approveActivation: { id: string } }>(APPROVE);
  const rejecting = useAct<{ rejectActivation: { id: string } }>(REJECT);
  const [done, setDone] = useState<'approvedNow' | 'rejectedNow' | null>(null);
  const may = session.may('approve', 'Activation', { localityId: activation.localityId });
  const withCutOver = isForCutOver(activation);
  const notice = done === null ? null : <DoneNotice>{say(done === 'approvedNow' && withCutOver ? 'approvedNowCutOver' : done)}</DoneNotice>;
  const told = (answer: unknown, says: 'approvedNow' | 'rejectedNow'): boolean => {
    if (answer !== null) setDone(says);
    return answer !== null;
  };
  if (isUnfinished(activation)) return <Section title={say('decided_next')}>{notice}<Typography component="p" sx={{ mb: 1 }}>{nextSentence(activation)}</Typography><Button component={Link} variant="outlined" to={`/localities/${activation.localityId}`}>{say('toLocality', { name: activation.localityName })}</Button></Section>;
  if (activation.state === 'approved' && withCutOver) return <Section title={say('decided_next')}>{notice}<Typography component="p" sx={{ mb: 1 }}>{say('sentence_approvedCutOver')}</Typography><Button component={Link} variant="outlined" to={`/view-set-proposals/${activation.proposalId}`}>{say('toProposal')}</Button></Section>;
  if (activation.state !== 'submitted') return notice;
  const shown = `${activation.version} ${activation.contentHash}`;
  const own = activation.submittedByMe ? { disabledBecause: say('youSubmitted') } : {};
  return (
    <Section title={say('decide')}>
      {!may.allowed && <p>{activation.submittedByMe ? say('youSubmitted') : say('onlyApprovers')}.</p>}
      {may.allowed && <p>{say('fingerprint')}: <Fingerprint sha256={activation.contentHash} /></p>}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <ConfirmImpact may={may} label={say('approve')} title={say('approveTitle', { parties: words, reference: activation.agreementReference })} {...own} isPending={approving.isPending} problem={approving.problem} reset={approving.reset} bindsTo={shown}
          confirm={async (_reason, impactHash) => told(await approving.act({ id: activation.id, expectedVersion: activation.version, contentHash: activation.contentHash, impactHash }), 'approvedNow')}
          asked={{ act: 'approve', id: activation.id }} besides={<><Typography component="p">{say(withCutOver ? 'approvePreviewCutOver' : 'approvePreview')}</Typography><p>{say('fingerprint')}: <Fingerprint sha256={activation.contentHash} /></p></>} />
        <ConfirmAct may={may} label={say('reject')} title={say('rejectTitle')} {...own} narrowing asksReason isPending={rejecting.isPending} problem={rejecting.problem} reset={rejecting.reset} bindsTo={shown}
          confirm={async (reason) => told(await rejecting.act({ id: activation.id, expectedVersion: activation.version, reason }), 'rejectedNow')}
          preview={<Typography component="p">{say('rejectPreview', { by: activation.submittedBy ?? say('somebody') })}</Typography>} />
      </Box>
    </Section>
  );
}
