import { Box, Button, Link, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { AccordLink, askGraphql, problemOf, ProblemSummary, signInAddress, useSession, type AccordProblem, type FieldFault } from '@accord/kernel/admin';
import { say } from './messages.js';
import { rememberPatient } from './named-patients.js';
import { usePurpose } from './purpose.js';

const ASK = 'mutation AskPatientSearch($input: AskPatientSearchInput!) { askPatientSearch(input: $input) { id } }';
const NAME = 'mutation NamePatient($input: NamePatientInput!) { namePatient(input: $input) { token masked } }';

/**
 * Names a patient to search by. The number lives in the field alone: it goes out in the body of one mutation, and neither the address,
 * nor storage, nor any cache of the page ever holds it (R12).
 */
export function PatientForm({ search }: { readonly search: (token: string) => void }) {
  const session = useSession();
  const may = session.may('search-by-patient', 'AccessEvent');
  const alone = session.may('search-by-patient', 'AccessEvent', { odsCode: session.me.actingAs?.odsCode ?? null, secondPerson: false }).allowed;
  return (
    <Box component="details" className="no-print" sx={{ mb: 2, maxWidth: 760 }}>
      <Box component="summary" sx={{ cursor: 'pointer', fontWeight: 600, py: 0.5 }}>{say('byPatient')}</Box>
      <Box sx={{ pt: 1.5 }}>
        {!alone && <Typography component="p" sx={{ mb: 1.5 }}>{say(may.allowed ? 'patientNation' : 'patientNotYours')}</Typography>}
        {!alone && may.allowed && <Fields needsPurpose needsSecond search={search} />}
        {alone && may.needsStepUp && !session.me.hasSteppedUp && <Typography component="p">{say('patientKey')} <Link href={signInAddress(true)}>{say('patientKeyGo')}</Link></Typography>}
        {alone && !(may.needsStepUp && !session.me.hasSteppedUp) && <Fields needsPurpose={may.needsReason} search={search} />}
      </Box>
    </Box>
  );
}

function Fields({ needsPurpose, needsSecond = false, search }: { readonly needsPurpose: boolean; readonly needsSecond?: boolean; readonly search: (token: string) => void }) {
  const [purpose, setPurpose] = usePurpose();
  const [why, setWhy] = useState('');
  const [number, setNumber] = useState('');
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<AccordProblem | null>(null);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [hasAsked, setAsked] = useState(false);
  const asksWhy = needsPurpose && purpose === '';
  const name = async (): Promise<void> => {
    const digits = number.replaceAll(/[\s-]/g, '');
    const reason = asksWhy ? why.trim() : purpose;
    const found: FieldFault[] = [
      ...(/^\d{10}$/.test(digits) ? [] : [{ field: 'patient-number', says: say('patientBad') }]), ...(needsPurpose && reason === '' ? [{ field: 'patient-purpose', says: say('patientPurposeMissing') }] : []),
    ];
    setFaults(found);
    setProblem(null);
    setAsked(false);
    if (found.length > 0) return;
    setPending(true);
    try {
      const input = { nhsNumber: digits, reason, idempotencyKey: crypto.randomUUID() };
      if (needsSecond) {
        await askGraphql(ASK, { input });
        setNumber('');
        setAsked(true);
        return;
      }
      const { namePatient } = await askGraphql<{ namePatient: { token: string; masked: string } }>(NAME, { input });
      setNumber('');
      rememberPatient(namePatient.token, namePatient.masked);
      if (asksWhy) setPurpose(reason);
      search(namePatient.token);
    } catch (fault) {
      setProblem(problemOf(fault));
    } finally {
      setPending(false);
    }
  };
  return (
    <Box component="form" noValidate autoComplete="off" onSubmit={(event) => { event.preventDefault(); name().catch(() => undefined); }}>
      <ProblemSummary problem={problem} faults={faults} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'flex-start' }}>
        <TextField id="patient-number" size="small" label={say('patientField')} value={number} onChange={(event) => setNumber(event.target.value)} autoComplete="off" slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 14, spellCheck: false } }} sx={{ width: { xs: '100%', sm: 220 } }} />
        {asksWhy && <TextField id="patient-purpose" size="small" label={say('patientPurpose')} value={why} onChange={(event) => setWhy(event.target.value)} autoComplete="off" slotProps={{ htmlInput: { maxLength: 1000 } }} sx={{ flex: '1 1 260px' }} />}
        <Button type="submit" variant="outlined" disabled={isPending} sx={{ minHeight: 40 }}>{say(needsSecond ? 'patientAsk' : 'patientGo')}</Button>
      </Box>
      <Typography component="p" sx={{ mt: 1 }}>{say('patientHint')}</Typography>
      <Box role="status" sx={{ mt: 1 }}>{hasAsked && <>{say('patientAsked')} <AccordLink to="/patient-searches">{say('patientSearches')}</AccordLink></>}</Box>
    </Box>
  );
}
