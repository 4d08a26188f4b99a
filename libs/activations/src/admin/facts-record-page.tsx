import { Box, Button, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { GATE_FACT_VALUES, type GateFactKind } from '@accord/activations';
import { AccordLink, Answered, countOf, Page, ProblemSummary, useAct, useAsk, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { RECORD } from './facts.js';
import { NoLocality } from './locality-page.js';
import { say, wordFor } from './messages.js';
import { furthest } from '../contract/practices-counted.js';
import { ofSide, READINESS, type Party, type ReadinessAnswer } from './readiness.js';
import { Choice } from './readiness-table.js';

const GATE_OF: Readonly<Record<GateFactKind, string>> = { 'hosting': 'hosting', 'accession-declaration': 'accession', 'data-protection-assurance': 'assurance', 'role-profiles': 'role-profiles', 'consent-to-view': 'consent', 'legitimate-relationship': 'relationship', 'mesh-question-set': 'mesh' };
const KINDS = Object.keys(GATE_FACT_VALUES) as readonly GateFactKind[];
interface Organisation { readonly odsCode: string; readonly name: string; readonly lacks: readonly string[]; readonly side: 'provider' | 'consumer' }

/** One fact for many organisations of a locality at once. */
export function RecordLocalityFactsPage() {
  const { id = '' } = useParams();
  const asked = useAsk<ReadinessAnswer>(READINESS, { id });
  if (asked.data?.localityReadiness === null) return <NoLocality />;
  const locality = asked.data?.localityReadiness;
  const organisations = locality === undefined ? [] : [...furthest(ofSide(locality.parties, 'provider')), ...furthest(ofSide(locality.parties, 'consumer'))].map(organisationOf);
  return (
    <Page title={locality === undefined ? say('recordFacts') : say('recordTitle', { name: locality.name })} sentence={say('recordSentence')} actions={<AccordLink to={`/localities/${id}/facts`}>{say('facts')}</AccordLink>}>
      <Answered asked={asked}>{() => <RecordForm place={id} organisations={organisations} kinds={KINDS} back={`/localities/${id}/facts`} />}</Answered>
    </Page>
  );
}

const organisationOf = ({ odsCode, name, gates, side }: Party): Organisation => ({ odsCode, name, side, lacks: gates.filter(({ state }) => state !== 'done').map(({ gate }) => gate) });

/** One fact of the organisation one acts for. */
export function RecordOwnFactPage() {
  const { actingAs } = useSession().me;
  const side = actingAs?.duty === 'viewer-governance-lead' ? 'consumer' : 'provider';
  const own: Organisation = { odsCode: actingAs?.odsCode ?? '', name: actingAs?.organisationName ?? '', lacks: [], side };
  return <Page title={say('recordTitle', { name: own.name })} sentence={say('recordSentence')} actions={<AccordLink to="/gate-facts">{say('facts')}</AccordLink>}><RecordForm place={own.odsCode} organisations={[own]} kinds={KINDS} back="/gate-facts" /></Page>;
}

function RecordForm({ place, organisations, kinds, back }: { readonly place: string; readonly organisations: readonly Organisation[]; readonly kinds: readonly GateFactKind[]; readonly back: string }) {
  const navigate = useNavigate();
  const [form, setForm, forget] = useKept(`gate-facts ${place}`, { kind: kinds[0] as string, value: '', source: '', fromOn: '', untilOn: '', codes: organisations.length === 1 ? [organisations[0]!.odsCode] : [] as readonly string[] });
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const { act, isPending, problem } = useAct<{ recordGateFacts: string[] }>(RECORD);
  const values = GATE_FACT_VALUES[form.kind as GateFactKind];
  const value = values.includes(form.value) ? form.value : values[0]!;
  const side = form.kind === 'hosting' ? 'provider' : 'consumer';
  const choices = organisations.length === 1 ? organisations : organisations.filter((each) => each.side === side);
  const codes = form.codes.filter((code) => choices.some(({ odsCode }) => odsCode === code));
  const lacking = choices.filter(({ lacks }) => lacks.includes(GATE_OF[form.kind as GateFactKind])).map(({ odsCode }) => odsCode);
  const submit = async (): Promise<void> => {
    const found = [
      ...(codes.length === 0 ? [{ field: 'fact-organisations', says: say('mustTick') }] : []), ...(form.source.trim() === '' ? [{ field: 'fact-source', says: say('mustSource') }] : []),
      ...(form.fromOn === '' ? [{ field: 'fact-from', says: say('mustFrom') }] : []), ...(form.untilOn !== '' && form.untilOn < form.fromOn ? [{ field: 'fact-until', says: say('mustOrder') }] : []),
    ];
    setFaults(found);
    if (found.length > 0) return;
    const facts = codes.map((odsCode) => ({ odsCode, kind: form.kind, value, source: form.source.trim(), fromOn: form.fromOn, ...(form.untilOn === '' ? {} : { untilOn: form.untilOn }) }));
    if (await act({ facts }) === null) return;
    forget();
    await navigate(`${back}?stands=waiting`);
  };
  return (
    <Box component="form" noValidate onSubmit={(event) => { event.preventDefault(); submit().catch(() => undefined); }} sx={{ display: 'grid', gap: 2.5, maxWidth: 720 }}>
      {(problem !== null || faults.length > 0) && <ProblemSummary problem={problem} faults={faults} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        <Choice id="fact-kind" isRequired label={say('factKind')} value={form.kind} choose={(kind) => setForm({ ...form, kind })} choices={kinds.map((kind) => [kind, wordFor('kind', kind)])} />
        <Choice id="fact-value" isRequired label={say('factValue')} value={value} choose={(chosen) => setForm({ ...form, value: chosen })} choices={values.map((code) => [code, wordFor('value', code)])} />
      </Box>
      <TextField id="fact-source" label={say('factSource')} helperText={say('factSourceHint')} value={form.source} onChange={(event) => setForm({ ...form, source: event.target.value })} slotProps={{ htmlInput: { maxLength: 500 } }} fullWidth />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {([['fact-from', 'factFromOn', 'fromOn'], ['fact-until', 'factUntilOn', 'untilOn']] as const).map(([id, label, name]) => (
          <TextField key={id} id={id} type="date" label={say(label)} value={form[name]} onChange={(event) => setForm({ ...form, [name]: event.target.value })} slotProps={{ inputLabel: { shrink: true } }} sx={{ minWidth: 220 }} />
        ))}
      </Box>
      {organisations.length > 1 && (
        <Box component="fieldset" id="fact-organisations" tabIndex={-1} sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 2, m: 0, minWidth: 0 }}>
          <Typography component="legend" sx={{ fontWeight: 600, px: 1 }}>{say('factOrganisations')}: {say('ticks', { n: codes.length, all: choices.length })}</Typography>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 1 }}>
            <Button size="small" variant="outlined" onClick={() => setForm({ ...form, codes: lacking })}>{say('tickAll')} ({lacking.length})</Button>
            <Button size="small" onClick={() => setForm({ ...form, codes: [] })}>{say('tickNone')}</Button>
          </Box>
          <Box sx={{ maxHeight: 320, overflow: 'auto', display: 'grid', gap: 0.5 }} tabIndex={0} role="group" aria-label={say('factOrganisations')}>
            {choices.map(({ odsCode, name }) => (
              <Box key={odsCode} component="label" sx={{ display: 'flex', gap: 1, alignItems: 'flex-start', minHeight: 28, overflowWrap: 'anywhere' }}>
                <input type="checkbox" checked={codes.includes(odsCode)} onChange={(event) => setForm({ ...form, codes: event.target.checked ? [...codes, odsCode] : codes.filter((code) => code !== odsCode) })} />
                <span>{name} ({odsCode}){lacking.includes(odsCode) ? `, ${say('lacksIt')}` : ''}</span>
              </Box>
            ))}
          </Box>
        </Box>
      )}
      <Box><Button type="submit" variant="contained" disabled={isPending}>{say('record', { facts: countOf(Math.max(1, codes.length), 'fact') })}</Button></Box>
    </Box>
  );
}
