import { useAsk, type FieldFault } from '@accord/kernel/admin';
import { clauseText, draftCollisions, editsFor, STANDARD_CLAUSES, TITLE_AT_MOST, type DraftFacts } from '@accord/agreements';
import { Box, FormControl, FormControlLabel, FormLabel, Radio, RadioGroup, TextField, Typography } from '@mui/material';
import { useMemo } from 'react';
import { DraftConsumers } from './draft-consumers.js';
import type { DraftPlaces } from './draft-places.js';
import { DraftProviders } from './draft-providers.js';
import { resolved, type AgreedSet, type DraftValues } from './draft-values.js';
import { say } from './messages.js';
import { useLater } from './use-later.js';

const COLLISIONS = `query DraftCollisions($localityId: ID!, $serviceCode: String!, $consumers: [ConsumerInput!]!) {
  draftCollisions(localityId: $localityId, serviceCode: $serviceCode, consumers: $consumers) { odsCode views reference agreementId differs }
}`;

const RESOLUTIONS = `query DraftResolutions($draft: DraftSoFarInput!) { draftResolutions(draft: $draft) { kind consumerOdsCode reference agreementId providers } }`;
interface ResolutionsAnswer { readonly draftResolutions: readonly { readonly kind: string; readonly consumerOdsCode: string; readonly reference: string; readonly agreementId: string | null; readonly providers: readonly string[] | null }[] }

/** Pairs of the draft that another agreement holds already, asked a moment after the last change. */
function useTakenPairs({ localityId, serviceCode, beginsOn, endsOn, providers, consumers }: DraftValues, agreementId: string | undefined): DraftFacts['taken'] {
  const days = beginsOn !== '' && endsOn !== '' && beginsOn <= endsOn ? { beginsOn, endsOn } : {};
  const text = useLater(JSON.stringify({ localityId, serviceCode, ...days, providers, consumers: consumers.map(({ odsCode }) => ({ odsCode, views: [] })), ...(agreementId === undefined ? {} : { agreementId }) }), 300);
  const variables = useMemo(() => ({ draft: JSON.parse(text) as Record<'localityId' | 'serviceCode', string> & Record<'providers' | 'consumers', readonly unknown[]> }), [text]);
  const { draft } = variables;
  const asked = useAsk<ResolutionsAnswer>(RESOLUTIONS, variables, { keep: true, enabled: draft.localityId !== '' && draft.serviceCode !== '' && draft.providers.length > 0 && draft.consumers.length > 0 });
  return useMemo(() => (asked.data?.draftResolutions ?? []).flatMap(({ kind, consumerOdsCode, providers: shared, reference, agreementId: by }) => (
    kind === 'pairs' ? (shared ?? []).map((providerOdsCode) => ({ providerOdsCode, consumerOdsCode, reference, agreementId: by })) : [])), [asked.data]);
}

/** What is agreed already for the consumers of a draft, asked a moment after the last tick. */
export function useAgreedSets({ localityId, serviceCode, consumers }: DraftValues): readonly AgreedSet[] {
  const text = useLater(JSON.stringify({ localityId, serviceCode, consumers: consumers.map(({ odsCode, views }) => ({ odsCode, views })) }), 300);
  const variables = useMemo(() => JSON.parse(text) as { localityId: string; serviceCode: string; consumers: readonly { odsCode: string; views: readonly string[] }[] }, [text]);
  const asked = useAsk<{ readonly draftCollisions: readonly AgreedSet[] }>(COLLISIONS, variables, { keep: true, enabled: variables.localityId !== '' && variables.serviceCode !== '' && variables.consumers.length > 0 });
  // An answer to older ticks says nothing of these: whether they differ is read from what is ticked now.
  return useMemo(() => (consumers.length === 0 ? [] : asked.data?.draftCollisions ?? []).map((set) => {
    const ticked = consumers.find(({ odsCode }) => odsCode === set.odsCode)?.views ?? [];
    return { ...set, differs: ticked.length > 0 && ticked.join() !== set.views.join() };
  }), [asked.data, consumers]);
}

export interface DraftFormProps {
  readonly values: DraftValues;
  readonly change: (change: Partial<DraftValues>) => void;
  readonly places: DraftPlaces;
  readonly agreed: readonly AgreedSet[];
  /** What is shown as wrong beside its field too. */
  readonly faults: readonly FieldFault[];
  readonly isNew: boolean;
  /** The agreement that is edited, once it is saved. */
  readonly agreementId?: string;
}

/** Every field of a draft. Reference, service and locality stay as they were first saved. */
export function DraftForm({ values, change, places, agreed, faults, isNew, agreementId }: DraftFormProps) {
  const taken = useTakenPairs(values, agreementId);
  const collisions = draftCollisions(values, { agreed, taken }).map((collision) => ({ collision, edits: editsFor(values, collision) }));
  const fault = (field: string): string | undefined => faults.find((each) => each.field === field)?.says;
  const text = (field: 'title' | 'purpose' | 'lawfulBasis' | 'reference', hint: string, isLong = false) => (
    <TextField id={field} label={say(field === 'title' ? 'columnTitle' : field)} value={values[field]} onChange={(event) => change({ [field]: event.target.value })} error={fault(field) !== undefined} helperText={fault(field) ?? hint}
      multiline={isLong} minRows={isLong ? 2 : 1} fullWidth slotProps={{ htmlInput: { maxLength: field === 'reference' ? 64 : field === 'title' ? TITLE_AT_MOST : 2000, autoComplete: 'off' } }} />
  );
  const day = (field: 'beginsOn' | 'reviewOn' | 'endsOn') => (
    <TextField id={field} type="date" label={say(field)} value={values[field]} onChange={(event) => change({ [field]: event.target.value })} error={fault(field) !== undefined} helperText={fault(field) ?? (field === 'endsOn' ? say('endsOnHint') : ' ')}
      slotProps={{ inputLabel: { shrink: true } }} sx={{ flex: '1 1 11rem' }} />
  );
  const choice = (field: 'serviceCode' | 'localityId', label: string, offered: readonly { readonly value: string; readonly label: string }[]) => (
    <TextField id={field} select label={label} value={values[field]} error={fault(field) !== undefined} helperText={fault(field)} sx={{ flex: '1 1 16rem' }} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
      onChange={(event) => change(field === 'localityId' ? { localityId: event.target.value, providers: [] } : { serviceCode: event.target.value, consumers: values.consumers.map((each) => ({ ...each, views: [] })) })}>
      <option value="">{say('choose')}</option>
      {offered.map((each) => <option key={each.value} value={each.value}>{each.label}</option>)}
    </TextField>
  );
  const service = places.services.find(({ code }) => code === values.serviceCode);
  return (
    // What has the focus is never beneath the bars that stay at the top.
    <Box sx={{ 'display': 'grid', 'gap': 3, 'maxWidth': 900, 'gridTemplateColumns': 'minmax(0, 1fr)', '& input, & textarea, & select, & button, & a, & fieldset': { scrollMarginTop: 180 } }}>
      {isNew && text('reference', say('referenceHint'))}
      {text('title', `${say('titleHint')} ${say('lettersUsed', { used: values.title.length, most: TITLE_AT_MOST })}`)}
      {isNew && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
          {choice('serviceCode', say('service'), places.services.map(({ code, name }) => ({ value: code, label: name })))}
          {choice('localityId', say('locality'), places.localities.map(({ id, code, name }) => ({ value: id, label: `${name} (${code})` })))}
        </Box>
      )}
      <DraftProviders localityId={values.localityId} chosen={values.providers} onChange={(providers) => change({ providers })} hasFault={fault('find-providers') !== undefined} />
      <DraftConsumers views={service?.views ?? []} consumers={values.consumers} agreed={agreed} collisions={collisions} resolve={(edit) => change(resolved(values, edit, service?.views ?? []))} hasFault={fault('find-consumers') !== undefined} onChange={(consumers) => change({ consumers })} />
      <Typography variant="h2">{say('terms')}</Typography>
      {text('purpose', say('purposeHint'), true)}
      <FormControl>
        <FormLabel id="purposeClass-label">{say('purposeClass')}</FormLabel>
        <RadioGroup id="purposeClass" aria-labelledby="purposeClass-label" value={values.purposeClass} onChange={(_event, value) => change({ purposeClass: value as DraftValues['purposeClass'] })}>
          {(['directCare', 'secondary'] as const).map((each) => <FormControlLabel key={each} value={each} control={<Radio size="small" />} label={say(each)} />)}
        </RadioGroup>
      </FormControl>
      {text('lawfulBasis', say('lawfulBasisHint'))}
      <FormControl error={fault('ownClauses-choice') !== undefined}>
        <FormLabel id="clauses-label">{say('clauses')}</FormLabel>
        <RadioGroup aria-labelledby="clauses-label" value={values.hasOwnClauses ? 'own' : 'standard'} onChange={(_event, value) => change({ hasOwnClauses: value === 'own' })}>
          <FormControlLabel value="standard" control={<Radio size="small" />} label={say('standardClauses')} />
          <FormControlLabel value="own" control={<Radio size="small" id="ownClauses-choice" />} label={say('ownClausesChoice')} />
        </RadioGroup>
        {values.hasOwnClauses
          ? <TextField id="ownClauses" label={say('ownClausesLabel')} value={values.ownClauses} onChange={(event) => change({ ownClauses: event.target.value })} multiline minRows={4} fullWidth error={fault('ownClauses') !== undefined} helperText={fault('ownClauses') ?? say('ownClausesHint')} sx={{ mt: 1 }} />
          : <details><summary>{say('readStandardClauses')}</summary><ol>{STANDARD_CLAUSES.map((clause) => <li key={clause}>{clauseText(clause)}</li>)}</ol></details>}
      </FormControl>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>{day('beginsOn')}{day('reviewOn')}{day('endsOn')}</Box>
    </Box>
  );
}
