import { AccordLink, NothingHere, Page, ProblemSummary, useAct, useKept, useSession } from '@accord/kernel/admin';
import { Box, Button } from '@mui/material';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { DraftForm, useAgreedSets } from './draft-form.js';
import { WithDraftPlaces, type DraftPlaces } from './draft-places.js';
import { editedInput, emptyDraft, faultsOf, faultsOfProblem, sameDraft } from './draft-values.js';
import { say } from './messages.js';

const DRAFT = 'mutation Draft($input: DraftAgreementInput!) { draftAgreement(input: $input) { id } }';

/** A new draft: kept in this browser until it is first saved; from then on it saves itself. */
export function DraftNew() {
  const session = useSession();
  const why = !session.may('draft', 'Agreement').allowed ? say('onlyOfficersDraftWhy') : (session.me.actingAs?.localities ?? []).length === 0 ? say('noLocalityAssigned') : null;
  if (why !== null) return <Page title={say('draftNew')}><NothingHere says={say('cannotDraft')} why={why} action={<AccordLink to="/agreements">{say('allAgreements')}</AccordLink>} /></Page>;
  return <WithDraftPlaces title={say('draftNew')}>{(places) => <NewForm places={places} />}</WithDraftPlaces>;
}

function NewForm({ places }: { readonly places: DraftPlaces }) {
  const only = <T,>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);
  const empty = emptyDraft(only(places.localities)?.id ?? '', only(places.services)?.code ?? '');
  const [values, setValues, forget, wasKept] = useKept('agreement-draft', empty);
  const [pressed, setPressed] = useState(0);
  const navigate = useNavigate();
  const agreed = useAgreedSets(values);
  const { act, isPending, problem, reset } = useAct<{ readonly draftAgreement: { readonly id: string } }>(DRAFT);
  const faults = faultsOf(values, agreed, true);
  // Once all is mended, what is emptied again while typing is not held against anybody before the next press.
  useEffect(() => { if (faults.length === 0 && problem === null) setPressed(0); }, [faults.length, problem]);
  const isBlank = sameDraft(values, empty) && values.reference === '';
  const save = async (): Promise<void> => {
    reset();
    setPressed(pressed + 1);
    if (faults.length > 0) return;
    const saved = await act({ ...editedInput(values), reference: values.reference.trim(), serviceCode: values.serviceCode, localityId: values.localityId });
    if (saved === null) return setPressed((times) => times + 1);
    forget();
    await navigate(`/agreements/${saved.draftAgreement.id}/edit`, { replace: true });
  };
  const shown = pressed === 0 ? [] : faults.length > 0 ? faults : faultsOfProblem(problem, values);
  return (
    <Page title={say('draftNew')} sentence={say('draftNewSays')}>
      <ProblemSummary key={pressed} faults={shown} problem={shown.length > 0 && shown.some(({ says }) => says === problem?.message) ? null : problem} />
      {wasKept && !isBlank && pressed === 0 && <p role="status">{say('keptFromBefore')}</p>}
      <form noValidate onSubmit={(event) => { event.preventDefault(); save().catch(() => undefined); }}>
        <DraftForm values={values} change={(change) => setValues((before) => ({ ...before, ...change }))} places={places} agreed={agreed} faults={shown} isNew />
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 4, alignItems: 'center' }}>
          <Button type="submit" variant="contained" disabled={isPending}>{isPending ? say('saving') : say('saveDraft')}</Button>
          <Button onClick={() => { reset(); setPressed(0); setValues(empty); }} disabled={isBlank}>{say('startAnew')}</Button>
          <span>{say('keptHere')}</span>
        </Box>
      </form>
    </Page>
  );
}
