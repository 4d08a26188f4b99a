import type { DraftChange, DraftCollision, DraftEdit } from '@accord/agreements';
import { AccordLink, countOf } from '@accord/kernel/admin';
import { Alert, Box, Button } from '@mui/material';
import { say } from './messages.js';

/** A collision with the edits that resolve it. */
export interface Collision { readonly collision: DraftCollision; readonly edits: readonly DraftEdit[] }

export interface DraftCollisionNoticeProps {
  readonly id: string | undefined;
  /** Of the viewing organisation. */
  readonly name: string;
  readonly collision: Collision;
  readonly nameOf: (view: string) => string;
  readonly resolve: (edit: DraftEdit) => void;
}

/** What a draft collides with, and a button for each way out of it. */
export function DraftCollisionNotice({ id, name, collision: { collision, edits }, nameOf, resolve }: DraftCollisionNoticeProps) {
  const { reference, agreementId } = collision;
  const by = agreementId === null ? reference : <AccordLink to={`/agreements/${agreementId}`}>{reference}</AccordLink>;
  return (
    // Other views are refused; a pair may be free again by the time both sides go live.
    <Alert id={id} severity={collision.kind === 'view-set' ? 'error' : 'warning'} role="status" sx={{ my: 1 }}>
      {collision.kind === 'view-set' ? <>{say('agreedDiffers', { name })} {by}{`: ${collision.agreed.map(nameOf).join(', ')}.`}</>
        : <>{say('sharedAlready', { name, practices: countOf(collision.providers.length, 'practice') })} {by}{`: ${shortened(collision.providers)}.`} {edits.length === 0 && say('nothingLeftToAgree')}</>}
      {edits.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1 }}>
          {edits.map((edit) => <Button key={JSON.stringify(edit)} color="inherit" size="small" variant="outlined" onClick={() => resolve(edit)}>{editWords(edit, collision, name)}</Button>)}
        </Box>
      )}
    </Alert>
  );
}

const NAMED_AT_MOST = 8;
const shortened = (codes: readonly string[]): string => (codes.length <= NAMED_AT_MOST ? codes.join(', ') : say('andOthers', { named: codes.slice(0, NAMED_AT_MOST).join(', '), others: codes.length - NAMED_AT_MOST }));

/** "Leave out these 3 practices", "Narrow to these 6 views". */
function editWords(edit: DraftEdit, collision: DraftCollision, name: string): string {
  const has = (kind: DraftChange['kind']): boolean => edit.some((change) => change.kind === kind);
  if (has('leave-out-provider')) return say(edit.length === 1 ? 'leaveOutOne' : 'leaveOutPractices', { practices: countOf(edit.length, 'practice') });
  if (has('leave-out-consumer')) return say('leaveOutViewer', { name });
  const views = countOf(collision.kind === 'view-set' ? collision.agreed.length : 0, 'view');
  return say(!has('add-view') ? 'narrowTo' : has('remove-view') ? 'useAgreed' : 'widenTo', { views });
}
