import { browserClock, londonDay, ProblemSummary, useAct, useAsk, useKept, type FieldFault } from '@accord/kernel/admin';
import { TITLE_AT_MOST } from '@accord/agreements';
import { Box, Button, FormControl, FormControlLabel, FormHelperText, FormLabel, Radio, RadioGroup, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { CampaignChecked, type CheckedRow } from './campaign-checked.js';
import { CampaignWhom, type CampaignChoice } from './campaign-whom.js';
import { campaignWords } from './campaign-words.js';

const SELECTION = `query CampaignSelection($localityIds: [ID!]!, $text: String) { campaignSelection(localityIds: $localityIds, text: $text) { line given verdict odsCode name localityName agreements } }`;

export interface Place { readonly id: string; readonly code: string; readonly name: string }
export interface CampaignValues extends CampaignChoice { readonly kind: '' | 'review' | 'withdrawal'; readonly title: string; readonly message: string; readonly answerBy: string }

export interface CampaignFormProps {
  readonly places: readonly Place[];
  /** Under which what is typed is kept. */
  readonly keptAs: string;
  readonly before: CampaignValues;
  readonly label: 'save' | 'saveChanges';
  /** Saves it, and gives its id. */
  readonly mutation: string;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What a campaign asks, whom and by when; the list is looked at, line by line, before anything is saved. */
export function CampaignForm({ places, keptAs, before, label, mutation, extra }: CampaignFormProps) {
  const [values, setValues, forget] = useKept(keptAs, before);
  const [file, setFile] = useState<{ readonly file: File; readonly text: string } | null>(null);
  const [looked, setLooked] = useState<{ readonly localityIds: readonly string[]; readonly text: string } | null>(before.text === '' ? null : before);
  const [pressed, setPressed] = useState(0);
  const navigate = useNavigate();
  const text = [values.text, file?.text ?? ''].filter((each) => each.trim() !== '').join('\n');
  const isEmpty = values.localityIds.length === 0 && text.trim() === '';
  const isLooked = looked !== null && looked.text === text && looked.localityIds.join() === values.localityIds.join();
  const selection = useAsk<{ readonly campaignSelection: readonly CheckedRow[] }>(SELECTION, { localityIds: looked?.localityIds ?? [], text: looked?.text ?? '' }, { enabled: looked !== null, keep: true });
  const { act, isPending, problem, reset } = useAct<{ readonly saved: { readonly id: string } }>(mutation);
  const rows = looked === null ? undefined : selection.data?.campaignSelection;
  const chosen = isLooked && !selection.isPlaceholderData ? (rows ?? []).filter(({ verdict }) => verdict === 'chosen') : [];
  const change = (next: Partial<CampaignValues>): void => setValues((held) => ({ ...held, ...next }));
  const faults: readonly FieldFault[] = pressed === 0 ? [] : faultsOf(values, text, isLooked, chosen.length);
  const fault = (field: string): string | undefined => faults.find((each) => each.field === field)?.says;

  const save = async (): Promise<void> => {
    reset();
    setPressed(pressed + 1);
    if (faultsOf(values, text, isLooked, chosen.length).length > 0) return;
    const { kind, title, message, answerBy } = values;
    const saved = await act({ ...extra, kind, title, message, answerBy, practices: chosen.map(({ odsCode }) => odsCode) });
    if (saved === null) return;
    forget();
    await navigate(`/campaigns/${saved.saved.id}`, { replace: true });
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); save().catch(() => undefined); }}>
      <ProblemSummary key={pressed} faults={faults} problem={problem ?? selection.error} />
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)', maxWidth: 760 }}>
        <Typography variant="h2">{campaignWords('what')}</Typography>
        <FormControl error={fault('campaign-kind') !== undefined}>
          <FormLabel id="campaign-kind-label">{campaignWords('kind')}</FormLabel>
          <RadioGroup id="campaign-kind" tabIndex={-1} aria-labelledby="campaign-kind-label" value={values.kind} onChange={(event) => change({ kind: event.target.value as 'review' | 'withdrawal' })}>
            {(['review', 'withdrawal'] as const).map((kind) => <FormControlLabel key={kind} value={kind} control={<Radio />} label={<>{campaignWords(`${kind}Kind`)}<br /><small>{campaignWords(`${kind}Hint`)}</small></>} />)}
          </RadioGroup>
          <FormHelperText>{fault('campaign-kind')}</FormHelperText>
        </FormControl>
        <TextField id="campaign-title" label={campaignWords('name')} value={values.title} onChange={(event) => change({ title: event.target.value })} error={fault('campaign-title') !== undefined}
          helperText={fault('campaign-title') ?? campaignWords('nameHint')} fullWidth slotProps={{ htmlInput: { maxLength: TITLE_AT_MOST, autoComplete: 'off' } }} />
        <TextField id="campaign-message" label={campaignWords('message')} value={values.message} onChange={(event) => change({ message: event.target.value })} error={fault('campaign-message') !== undefined}
          helperText={fault('campaign-message') ?? campaignWords('messageHint')} fullWidth multiline minRows={3} slotProps={{ htmlInput: { maxLength: 2000 } }} />
        <TextField id="campaign-day" type="date" label={campaignWords('answerBy')} value={values.answerBy} onChange={(event) => change({ answerBy: event.target.value })} error={fault('campaign-day') !== undefined}
          helperText={fault('campaign-day') ?? campaignWords('answerByHint')} sx={{ maxWidth: 360 }} slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: londonDay(browserClock.now()) } }} />
        <CampaignWhom places={places} choice={values} change={change} file={file} setFile={setFile} fault={fault('campaign-list')} />
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}><Button variant="outlined" disabled={isEmpty} aria-describedby={isEmpty ? 'campaign-look-why' : undefined} onClick={() => setLooked({ localityIds: values.localityIds, text })}>{campaignWords('check')}</Button>{isEmpty && <span id="campaign-look-why">{campaignWords('needWhom')}.</span>}</Box>
      </Box>
      {rows !== undefined && <CampaignChecked rows={rows} isStale={!isLooked} />}
      <Box sx={{ mt: 4 }}><Button id="campaign-save" type="submit" variant="contained" disabled={isPending}>{campaignWords(isPending ? 'saving' : label)}</Button></Box>
    </form>
  );
}

function faultsOf(values: CampaignValues, text: string, isLooked: boolean, chosen: number): readonly FieldFault[] {
  const isEmpty = values.localityIds.length === 0 && text.trim() === '';
  const faults: readonly (readonly [boolean, string, Parameters<typeof campaignWords>[0]])[] = [
    [values.kind === '', 'campaign-kind', 'needKind'], [values.title.trim() === '', 'campaign-title', 'needName'], [values.message.trim() === '', 'campaign-message', 'needMessage'],
    [!/^\d{4}-\d{2}-\d{2}$/.test(values.answerBy), 'campaign-day', 'needDay'], [isEmpty, 'campaign-list', 'needWhom'], [!isEmpty && !isLooked, 'campaign-list', 'needCheck'], [!isEmpty && isLooked && chosen === 0, 'campaign-list', 'needChosen'],
  ];
  return faults.filter(([isFaulty]) => isFaulty).map(([, field, key]) => ({ field, says: campaignWords(key) }));
}
