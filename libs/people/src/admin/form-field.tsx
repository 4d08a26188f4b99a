import { TextField } from '@mui/material';

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly type?: 'text' | 'email' | 'date' | 'url';
}

/** One labelled line of a form. */
export function FormField({ id, label, value, onChange, hint, type = 'text' }: FieldProps) {
  return <TextField id={id} label={label} value={value} helperText={hint} type={type} fullWidth margin="normal" onChange={(event) => onChange(event.target.value)} slotProps={{ inputLabel: type === 'date' ? { shrink: true } : {} }} />;
}

/** One of several, as a native list. */
export function FormChoice({ id, label, value, onChange, choices, hint }: FieldProps & { readonly choices: readonly { readonly value: string; readonly label: string }[] }) {
  return (
    <TextField id={id} label={label} value={value} helperText={hint} select fullWidth margin="normal" onChange={(event) => onChange(event.target.value)} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
      <option value="" />
      {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
    </TextField>
  );
}
