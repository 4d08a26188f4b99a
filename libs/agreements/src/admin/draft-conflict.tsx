import { DataTable, Moment, useAsk } from '@accord/kernel/admin';
import { Alert, AlertTitle, Box, Button } from '@mui/material';
import { differences, type DraftValues } from './draft-values.js';
import { say } from './messages.js';

const LAST_EDIT = `query LastEdit($agreementId: ID!) { changeRecords(filter: { agreementId: $agreementId, type: "agreement.edited", outcome: "done" }, first: 1) { records { actorName recordedAt } } }`;
interface LastEdit { readonly changeRecords: { readonly records: readonly { readonly actorName: string; readonly recordedAt: string }[] } }

/** Where the choice is made: linked to from wherever one is told of it. */
export const CONFLICT = 'draft-conflict';

export interface DraftConflictProps {
  readonly agreementId: string;
  readonly theirs: DraftValues;
  readonly mine: DraftValues;
  readonly takeTheirs: () => void;
  readonly saveMine: () => void;
}

/** Two edited one draft: what differs, side by side, and nothing is lost before somebody chooses. */
export function DraftConflict({ agreementId, theirs, mine, takeTheirs, saveMine }: DraftConflictProps) {
  const last = useAsk<LastEdit>(LAST_EDIT, { agreementId }).data?.changeRecords.records[0];
  return (
    <Alert severity="warning" role="alert" id={CONFLICT} tabIndex={-1} sx={{ 'scrollMarginTop': 180,  'mb': 3, '& .MuiAlert-message': { minWidth: 0, flex: 1 } }}>
      <AlertTitle>{say('conflictTitle', { who: last?.actorName ?? say('somebodyElse') })}</AlertTitle>
      <p style={{ margin: 0 }}>{say('conflictSays')} {last !== undefined && <Moment at={last.recordedAt} />}</p>
      <Box sx={{ my: 1.5 }}>
        <DataTable caption={say('conflictTable')} rows={differences(theirs, mine)} keyOf={(row) => row.field} columns={[
          { key: 'field', head: say('field'), cell: (row) => row.field }, { key: 'theirs', head: say('theirs'), cell: (row) => row.theirs || say('nothingYet') }, { key: 'mine', head: say('mine'), cell: (row) => row.mine || say('nothingYet') },
        ]} />
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <Button variant="contained" onClick={takeTheirs}>{say('takeTheirs')}</Button>
        <Button variant="outlined" color="inherit" onClick={saveMine}>{say('saveMine')}</Button>
      </Box>
    </Alert>
  );
}
