import { AccordLink, AnsweredPage, NothingHere, Page, ProblemSummary, useAsk, useSession } from '@accord/kernel/admin';
import { Alert, AlertTitle, Box, Button, Link } from '@mui/material';
import { useCallback, useEffect, useState } from 'react';
import { Link as RouterLink, useParams } from 'react-router';
import { NoSuchAgreement } from './agreement-page.js';
import { AGREEMENT_QUERY, type AgreementAnswer, type OneAgreement } from './agreement-query.js';
import { agreementState } from './agreement-words.js';
import { CONFLICT, DraftConflict } from './draft-conflict.js';
import { DraftForm } from './draft-form.js';
import { WithDraftPlaces, type DraftPlaces } from './draft-places.js';
import { faultsOfProblem } from './draft-values.js';
import { say } from './messages.js';
import { versionWords } from './version-words.js';
import { useDraftSaving, type DraftSaving } from './use-draft-saving.js';

const LOOKED_AFTER = 15_000;

/** A draft that saves itself. */
export function DraftEdit() {
  const { id = '' } = useParams();
  const session = useSession();
  const asked = useAsk<AgreementAnswer>(AGREEMENT_QUERY, { id }, { everyMs: LOOKED_AFTER });
  const { refetch } = asked;
  const askAnew = useCallback(() => { refetch().catch(() => undefined); }, [refetch]);
  return (
    <AnsweredPage asked={asked} title={say('draft')}>
      {({ agreement }) => {
        if (agreement === null) return <NoSuchAgreement />;
        const why = agreement.state !== 'draft' ? say('notDraftAnyMore', { state: agreementState(agreement).words.toLowerCase() }) : session.may('edit', 'Agreement', { localityId: agreement.localityId }).allowed ? null : say('onlyOfficersEdit', { locality: agreement.localityName });
        if (why !== null) return <Page title={say('editTitle', { reference: agreement.reference })}><NothingHere says={say('cannotEdit')} why={why} action={<AccordLink to={`/agreements/${agreement.id}`}>{say('showAgreement')}</AccordLink>} /></Page>;
        return <WithDraftPlaces title={say('editTitle', { reference: agreement.reference })}>{(places) => <EditForm key={agreement.id} agreement={agreement} places={places} askAnew={askAnew} />}</WithDraftPlaces>;
      }}
    </AnsweredPage>
  );
}

export interface EditFormProps {
  readonly agreement: OneAgreement;
  readonly places: DraftPlaces;
  readonly askAnew: () => void;
  /** The next version of an agreement that stands, instead of a draft nobody has signed yet. */
  readonly amendment?: number;
}

/** The form of a draft, which saves itself. */
export function EditForm({ agreement, places, askAnew, amendment }: EditFormProps) {
  const [pressed, setPressed] = useState(0);
  const saving = useDraftSaving(agreement, askAnew, amendment === undefined ? 'draft' : 'amendment');
  const { values, change, theirs, agreed, faults } = saving;
  useEffect(() => { if (faults.length === 0) setPressed(0); }, [faults.length]);
  const shown = pressed === 0 ? [] : faults;
  return (
    <Page title={amendment === undefined ? say('editTitle', { reference: agreement.reference }) : versionWords('amendmentTitle', { number: amendment, reference: agreement.reference })} sentence={say('editSays', { service: agreement.serviceName, locality: `${agreement.localityName} (${agreement.localityCode})` })}
      actions={<Button variant="outlined" component={RouterLink} to={amendment === undefined ? `/agreements/${agreement.id}` : `/agreements/${agreement.id}?tab=versions`}>{say('showAgreement')}</Button>}>
      {theirs !== null && <DraftConflict agreementId={agreement.id} theirs={theirs} mine={values} takeTheirs={saving.takeTheirs} saveMine={saving.saveMine} />}
      {shown.length > 0 && <ProblemSummary key={pressed} faults={shown} />}
      <SaveStatus saving={saving} showFaults={() => setPressed(pressed + 1)} />
      <DraftForm values={values} change={change} places={places} agreed={agreed} faults={shown} isNew={false} agreementId={agreement.id} />
    </Page>
  );
}

/** Whether what is on the screen is saved, always in sight; it never takes the focus from whoever types. */
function SaveStatus({ saving, showFaults }: { readonly saving: DraftSaving; readonly showFaults: () => void }) {
  const { faults, isSaved, isSaving, savedAt, problem, theirs, wasRenewed, values } = saving;
  const refused = faultsOfProblem(problem, values)[0];
  const says = theirs !== null ? say('notSavedConflict') : isSaving ? say('saving') : isSaved ? (savedAt === null ? say('allSaved') : say('savedAt', { at: savedAt }))
    : faults.length > 0 ? say(faults.length === 1 ? 'notSavedOne' : 'notSaved', { faults: faults.length }) : problem === null ? say('savesSoon') : say('notSavedRefused');
  return (
    <Box sx={{ position: { md: 'sticky' }, top: { md: 64 }, zIndex: 5, mb: 3, maxWidth: 900 }}>
      <Alert icon={false} severity={problem !== null || theirs !== null ? 'error' : isSaved ? 'success' : 'info'} variant="outlined" sx={{ bgcolor: 'background.paper', flexWrap: 'wrap' }}
        action={!isSaved && faults.length > 0 ? <Button color="inherit" size="small" onClick={showFaults}>{say('showFaults')}</Button> : undefined}>
        <span role="status">{says}</span>
        {theirs !== null && <> <Link href={`#${CONFLICT}`} color="inherit" onClick={(event) => { event.preventDefault(); document.getElementById(CONFLICT)?.focus(); }}>{say('toTheChoice')}</Link></>}
        {wasRenewed && <span role="status">{` ${say('wasRenewed')}`}</span>}
        {problem !== null && <>
          <AlertTitle sx={{ mt: 1 }}>{refused === undefined ? problem.message : <Link href={`#${refused.field}`} color="inherit" onClick={(event) => { event.preventDefault(); document.getElementById(refused.field)?.focus(); }}>{refused.says}</Link>}</AlertTitle>
          {say('codeToQuote', { code: problem.code })}
        </>}
      </Alert>
    </Box>
  );
}
