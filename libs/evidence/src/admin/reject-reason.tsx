import { ProblemSummary, type FieldFault } from '@accord/kernel/admin';
import { FormControl, FormControlLabel, FormLabel, Radio, RadioGroup, TextField, Typography } from '@mui/material';
import { say } from './messages.js';

const REASONS = ['rOtherDocument', 'rUnsigned', 'rOtherPerson', 'rDate', 'rUnreadable'] as const;
const LETTER_REASONS = ['rOtherLetter', 'rUnsigned', 'rOtherPerson', 'rDate', 'rUnreadable'] as const;
export const OTHER = 'other';
const FIELD = { chosen: 'reject-reason-0', words: 'reject-words' } as const;

export interface RejectReasonGiven {
  readonly chosen: string;
  readonly words: string;
}

/** The reason as it is kept, or what is missing of it. */
export function reasonOf({ chosen, words }: RejectReasonGiven): { readonly reason: string } | { readonly faults: readonly FieldFault[] } {
  if (chosen === '') return { faults: [{ field: FIELD.chosen, says: say('chooseReason') }] };
  if (chosen !== OTHER) return { reason: chosen };
  return words.trim() === '' ? { faults: [{ field: FIELD.words, says: say('writeReason') }] } : { reason: words.trim() };
}

export interface RejectReasonProps {
  readonly given: RejectReasonGiven;
  readonly give: (given: RejectReasonGiven) => void;
  readonly faults: readonly FieldFault[];
  readonly preview: string;
  readonly isLetter?: boolean;
}

/** A reason out of the usual ones, or one's own words. */
export function RejectReason({ given, give, faults, preview, isLetter = false }: RejectReasonProps) {
  return (
    <>
      <ProblemSummary faults={faults} />
      <Typography sx={{ mb: 2 }}>{preview}</Typography>
      <FormControl component="fieldset" sx={{ display: 'block' }}>
        <FormLabel component="legend">{say('rejectReason')}</FormLabel>
        <RadioGroup name="reject-reason" value={given.chosen} onChange={(_event, chosen) => give({ ...given, chosen })}>
          {(isLetter ? LETTER_REASONS : REASONS).map((key, place) => <FormControlLabel key={key} value={say(key)} label={say(key)} control={<Radio id={`reject-reason-${place}`} size="small" />} />)}
          <FormControlLabel value={OTHER} label={say('rejectOther')} control={<Radio size="small" />} />
        </RadioGroup>
      </FormControl>
      {given.chosen === OTHER && (
        <TextField id={FIELD.words} label={say('rejectWords')} helperText={say('rejectWordsHint')} value={given.words} onChange={(event) => give({ ...given, words: event.target.value })}
          multiline minRows={2} fullWidth margin="normal" slotProps={{ htmlInput: { maxLength: 2000 } }} />
      )}
    </>
  );
}
