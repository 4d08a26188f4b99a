import type { DraftEdit } from '@accord/agreements';
import { AccordLink, askGraphql } from '@accord/kernel/admin';
import { Alert, Autocomplete, Box, Button, Checkbox, FormControlLabel, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Named, ViewOfService } from './agreement-query.js';
import { DraftCollisionNotice, type Collision } from './draft-collision-notice.js';
import { consumerField, type AgreedSet, type DraftConsumer } from './draft-values.js';
import { say } from './messages.js';
import { useLater } from './use-later.js';

const ORGANISATIONS = 'query Viewers($search: String!) { organisations(filter: { search: $search, status: "A" }, perPage: 20) { items { odsCode name } } }';

export interface DraftConsumersProps {
  readonly views: readonly ViewOfService[];
  readonly consumers: readonly DraftConsumer[];
  readonly agreed: readonly AgreedSet[];
  readonly collisions: readonly Collision[];
  readonly resolve: (edit: DraftEdit) => void;
  readonly hasFault: boolean;
  readonly onChange: (consumers: readonly DraftConsumer[]) => void;
}

/** Viewing organisations, found by name or code, each with its own boxes for the views of the service. */
export function DraftConsumers({ views, consumers, agreed, collisions, resolve, hasFault, onChange }: DraftConsumersProps) {
  const set = (odsCode: string, chosen: readonly string[]): void => onChange(consumers.map((each) => (each.odsCode === odsCode ? { ...each, views: chosen } : each)));
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, minWidth: 0 }}>
      <Typography component="legend" variant="h2" sx={{ p: 0, mb: 1 }}>{say('viewers')}</Typography>
      <FindOrganisation hasFault={hasFault} taken={consumers.map(({ odsCode }) => odsCode)} onFound={(found) => onChange([...consumers, { ...found, views: [] }])} />
      {consumers.map((consumer) => (
        <OneConsumer key={consumer.odsCode} consumer={consumer} views={views} agreed={agreed.find(({ odsCode }) => odsCode === consumer.odsCode)} collisions={collisions.filter(({ collision }) => collision.consumer === consumer.odsCode)} resolve={resolve} onViews={(chosen) => set(consumer.odsCode, chosen)}
          onRemove={() => { onChange(consumers.filter(({ odsCode }) => odsCode !== consumer.odsCode)); document.getElementById('find-consumers')?.focus(); }} />
      ))}
    </Box>
  );
}

function FindOrganisation({ hasFault, taken, onFound }: { readonly hasFault: boolean; readonly taken: readonly string[]; readonly onFound: (found: Named) => void }) {
  const [typed, setTyped] = useState('');
  const search = useLater(typed.trim(), 250);
  const asked = useQuery({
    queryKey: ['viewers', search], enabled: search.length >= 2,
    queryFn: async ({ signal }) => (await askGraphql<{ organisations: { items: readonly Named[] } }>(ORGANISATIONS, { search }, signal)).organisations.items,
  });
  return (
    <Autocomplete<Named>
      id="find-consumers" disablePortal sx={{ maxWidth: 560, mb: 2 }} value={null} inputValue={typed} blurOnSelect={false} clearOnBlur={false}
      options={search.length < 2 ? [] : (asked.data ?? []).filter(({ odsCode }) => !taken.includes(odsCode))} filterOptions={(all) => all} getOptionLabel={({ name, odsCode }) => `${name} (${odsCode})`} getOptionKey={({ odsCode }) => odsCode}
      isOptionEqualToValue={(one, other) => one.odsCode === other.odsCode} loading={asked.isFetching} loadingText={say('searching')} noOptionsText={say(search.length < 2 ? 'typeTwoLetters' : 'noOrganisationFound')}
      onInputChange={(_event, text, why) => { if (why !== 'selectOption' && why !== 'reset') setTyped(text); }}
      onChange={(_event, found) => { if (found !== null) { onFound({ odsCode: found.odsCode, name: found.name }); setTyped(''); } }}
      renderInput={(params) => <TextField {...params} size="small" label={say('addViewer')} helperText={say('addViewerHint')} error={hasFault} />}
    />
  );
}

interface OneConsumerProps {
  readonly consumer: DraftConsumer;
  readonly views: readonly ViewOfService[];
  readonly agreed: AgreedSet | undefined;
  readonly collisions: readonly Collision[];
  readonly resolve: (edit: DraftEdit) => void;
  readonly onViews: (views: readonly string[]) => void;
  readonly onRemove: () => void;
}

function OneConsumer({ consumer, views, agreed, collisions, resolve, onViews, onRemove }: OneConsumerProps) {
  const { odsCode, name } = consumer;
  const nameOf = (code: string): string => views.find((view) => view.code === code)?.name ?? code;
  const isAgreed = agreed !== undefined && !agreed.differs && consumer.views.length > 0;
  return (
    <Box component="fieldset" id={consumerField(odsCode)} tabIndex={-1} aria-describedby={agreed === undefined ? undefined : `${consumerField(odsCode)}-agreed`} sx={{ border: 1, borderColor: agreed?.differs === true ? 'error.main' : 'divider', borderRadius: 1, px: 2, pt: 0.5, pb: 1.5, mx: 0, mb: 2, minWidth: 0 }}>
      <Typography component="legend" sx={{ fontWeight: 700, px: 0.5 }}>{`${name} (${odsCode})`}</Typography>
      {agreed !== undefined && !agreed.differs && !isAgreed && (
        <Alert id={`${consumerField(odsCode)}-agreed`} severity="info" role="status" sx={{ my: 1 }} action={<Button color="inherit" size="small" sx={{ whiteSpace: 'nowrap' }} onClick={() => { onViews(agreed.views); document.getElementById(consumerField(odsCode))?.focus(); }}>{say('tickAgreed')}</Button>}>
          {say('agreedAlready', { name })} {agreed.agreementId === null ? agreed.reference : <AccordLink to={`/agreements/${agreed.agreementId}`}>{agreed.reference}</AccordLink>}{`: ${agreed.views.map(nameOf).join(', ')}.`}
        </Alert>
      )}
      {collisions.map((each) => <DraftCollisionNotice key={`${each.collision.kind} ${each.collision.reference}`} id={each.collision.kind === 'view-set' ? `${consumerField(odsCode)}-agreed` : undefined} name={name} collision={each} nameOf={nameOf} resolve={(edit) => { resolve(edit); (document.getElementById(consumerField(odsCode)) ?? document.getElementById('find-consumers'))?.focus(); }} />)}
      {isAgreed && <Typography id={`${consumerField(odsCode)}-agreed`} component="p" sx={{ my: 0.5 }}>{say('agreedSame', { reference: agreed.reference })}</Typography>}
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', lg: '1fr 1fr 1fr' }, columnGap: 2 }}>
        {views.map((view) => (
          <FormControlLabel key={view.code} sx={{ mr: 0 }} label={view.name} control={<Checkbox size="small" checked={consumer.views.includes(view.code)}
            onChange={(event) => onViews(views.map(({ code }) => code).filter((code) => (code === view.code ? event.target.checked : consumer.views.includes(code))))} />} />
        ))}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1 }}>
        <Button size="small" onClick={() => onViews(views.map(({ code }) => code))}>{say('tickAll', { name })}</Button>
        <Button size="small" onClick={onRemove}>{say('takeOut', { name })}</Button>
      </Box>
    </Box>
  );
}
