import { Box } from '@mui/material';
import { count, DataTable, StateWords, type Tone } from '@accord/kernel/admin';

export interface BarPiece { readonly key: string; readonly label: string; readonly value: number; readonly tone: Tone }

const COLOUR: Readonly<Record<Tone, string>> = { good: 'success.main', waiting: 'warning.main', stopped: 'error.main', quiet: 'text.secondary' };

/** One bar for a whole and its parts; the same figures stand beneath it as a table. */
export function StateBar({ title, head, pieces }: { readonly title: string; readonly head: readonly [string, string]; readonly pieces: readonly BarPiece[] }) {
  return (
    <Box sx={{ maxWidth: 560 }}>
      <Box aria-hidden sx={{ display: 'flex', height: 20, gap: '2px', borderRadius: 1, overflow: 'hidden', mb: 1, forcedColorAdjust: 'none' }}>
        {pieces.filter(({ value }) => value > 0).map((piece) => <Box key={piece.key} title={`${piece.label}: ${count(piece.value)}`} sx={{ flex: `${piece.value} 1 0`, minWidth: 4, bgcolor: COLOUR[piece.tone] }} />)}
      </Box>
      <DataTable caption={title} showCaption rows={pieces} keyOf={({ key }) => key} columns={[
        { key: 'label', head: head[0], cell: (piece) => <StateWords words={piece.label} tone={piece.tone} /> },
        { key: 'value', head: head[1], figures: true, cell: (piece) => count(piece.value) },
      ]} />
    </Box>
  );
}
