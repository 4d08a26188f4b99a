import { browserClock, londonDay, ProblemSummary, Section, useAct, useAsk, useKept, type FieldFault } from '@accord/kernel/admin';
import { Box, Button, Checkbox, FormControlLabel, FormHelperText, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ViewOfService } from './agreement-query.js';
import { changeInWords } from './proposal-facts.js';
import { ProposalPreview, type Preview } from './proposal-preview.js';
import { proposalWords } from './proposal-words.js';
import { useLater } from './use-later.js';

const PREVIEW = `query ViewSetProposalPreview($consumer: String!, $service: String!, $views: [String!]!) { viewSetProposalPreview(consumerOdsCode: $consumer, serviceCode: $service, views: $views) {
  gained lost asked agreements { agreementId reference title localityName providers consumers } hindrances { code message } } }`;
const PROPOSE = 'mutation ProposeViewSet($input: ProposeViewSetInput!) { proposeViewSet(input: $input) { id } }';

interface Values { readonly views: readonly string[]; readonly lapsesOn: string; readonly reason: string }

export interface ProposalFormProps {
  readonly odsCode: string;
  readonly serviceCode: string;
  readonly views: readonly ViewOfService[];
  readonly viewsNow: readonly string[];
}

/** Which views, until when, why; beneath it who would be asked, as it stands. */
export function ProposalForm({ odsCode, serviceCode, views, viewsNow }: ProposalFormProps) {
  const [values, setValues, forget] = useKept<Values>(`view-set-proposal ${odsCode} ${serviceCode} ${viewsNow.join()}`, { views: viewsNow, lapsesOn: '', reason: '' });
  const [pressed, setPressed] = useState(0);
  const navigate = useNavigate();
  const { act, isPending, problem, reset } = useAct<{ readonly proposeViewSet: { readonly id: string } }>(PROPOSE);
  const isSame = values.views.length === viewsNow.length && values.views.every((code) => viewsNow.includes(code));
  const isOther = values.views.length > 0 && !isSame;
  const later = useLater(values.views.join(), 250);
  const isLater = later === values.views.join();
  const preview = useAsk<{ readonly viewSetProposalPreview: Preview }>(PREVIEW, { consumer: odsCode, service: serviceCode, views: values.views }, { enabled: isOther && isLater, keep: true });
  const shown = isOther ? preview.data?.viewSetProposalPreview : undefined;
  const isHindered = (shown?.hindrances.length ?? 0) > 0;
  const faults = pressed === 0 ? [] : faultsOf(values, isOther);
  const fault = (field: string): string | undefined => faults.find((each) => each.field === field)?.says;
  const change = (next: Partial<Values>): void => setValues((before) => ({ ...before, ...next }));
  const other = { gained: values.views.filter((code) => !viewsNow.includes(code)), lost: viewsNow.filter((code) => !values.views.includes(code)) };

  const propose = async (): Promise<void> => {
    reset();
    setPressed(pressed + 1);
    if (faultsOf(values, isOther).length > 0) return;
    const done = await act({ consumerOdsCode: odsCode, serviceCode, ...values });
    if (done === null) return;
    forget();
    await navigate(`/view-set-proposals/${done.proposeViewSet.id}`, { replace: true, state: { isNew: true } });
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); propose().catch(() => undefined); }}>
      <ProblemSummary key={pressed} faults={faults} problem={problem} />
      <Box component="fieldset" id="proposal-views" tabIndex={-1} sx={{ border: 0, p: 0, m: 0, mb: 3, minWidth: 0, maxWidth: 760 }}>
        <Typography component="legend" variant="h2" sx={{ p: 0, mb: 1 }}>{proposalWords('views')}</Typography>
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, columnGap: 2 }}>
          {views.map(({ code, name }) => (
            <FormControlLabel key={code} sx={{ mr: 0, alignItems: 'flex-start' }} label={<Box sx={{ pt: 1 }}>{name}{viewsNow.includes(code) && <Box component="span" sx={{ color: 'text.secondary' }}>, {proposalWords('seesItNow')}</Box>}</Box>}
              control={<Checkbox checked={values.views.includes(code)} onChange={(event) => change({ views: views.map((each) => each.code).filter((each) => (each === code ? event.target.checked : values.views.includes(each))) })} />} />
          ))}
        </Box>
        <FormHelperText error={fault('proposal-views') !== undefined}>{fault('proposal-views')}</FormHelperText>
        <Typography component="p" role="status" sx={{ mt: 1 }}>{isOther ? changeInWords(views, other) : proposalWords(values.views.length === 0 ? 'noViews' : 'asNow')}</Typography>
      </Box>
      <Section title={proposalWords('whoIsAsked')}><ProposalPreview preview={shown} isOther={isOther} problem={preview.error} /></Section>
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)', maxWidth: 760 }}>
        <TextField id="proposal-day" type="date" label={proposalWords('lapsesOn')} value={values.lapsesOn} onChange={(event) => change({ lapsesOn: event.target.value })} error={fault('proposal-day') !== undefined}
          helperText={fault('proposal-day') ?? proposalWords('lapsesHint')} sx={{ maxWidth: 480 }} slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: londonDay(browserClock.now()) } }} />
        <TextField id="proposal-reason" label={proposalWords('reason')} value={values.reason} onChange={(event) => change({ reason: event.target.value })} error={fault('proposal-reason') !== undefined}
          helperText={fault('proposal-reason') ?? proposalWords('reasonHint')} fullWidth multiline minRows={2} slotProps={{ htmlInput: { maxLength: 2000 } }} />
        <p style={{ margin: 0, maxWidth: '75ch' }}>{proposalWords('proposeNothing')}</p>
      </Box>
      <Box sx={{ mt: 3, display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Button type="submit" variant="contained" disabled={isPending || isHindered || (isOther && shown === undefined)} aria-describedby={isHindered ? 'proposal-hindered' : undefined}>{proposalWords(isPending ? 'proposing' : 'propose')}</Button>
        {isHindered && <span id="proposal-hindered">{proposalWords('cannotPropose')}</span>}
      </Box>
    </form>
  );
}

function faultsOf({ lapsesOn, reason }: Values, isOther: boolean): readonly FieldFault[] {
  const faults: readonly (readonly [boolean, string, Parameters<typeof proposalWords>[0]])[] = [
    [!isOther, 'proposal-views', 'needViews'], [lapsesOn === '', 'proposal-day', 'needDay'], [reason.trim() === '', 'proposal-reason', 'needReason'],
  ];
  return faults.filter(([isWrong]) => isWrong).map(([, field, key]) => ({ field, says: proposalWords(key) }));
}
