import { Answered, Page, ProblemSummary, useAsk, useSession, type FieldFault } from '@accord/kernel/admin';
import { Box, Button, TextField } from '@mui/material';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { OneSight } from './one-sight.js';
import { MomentChoice } from './moment-choice.js';
import { OrganisationChoice, type Choice } from './organisation-choice.js';
import { SightList } from './sight-list.js';
import { momentSearch, type MomentShown } from './sight-words.js';
import { say } from './messages.js';

export interface ServiceShown { readonly code: string; readonly name: string; readonly views: readonly { readonly code: string; readonly name: string }[] }

const SERVICES = 'query Services { services { code name views { code name } } }';
const PROVIDERS = 'query FindProviders($find: String) { found: organisations(filter: { search: $find }, perPage: 20) { items { odsCode name } } }';
const CONSUMERS = 'query FindViewers($find: String) { found: viewingOrganisations(find: $find, perPage: 20) { items { odsCode name } } }';

const momentOf = (search: URLSearchParams): MomentShown => ({ on: search.get('on') || null, asKnown: Boolean(search.get('on')) && search.get('known') === 'then' });
const choiceOf = (code: string | null): Choice | null => (code === null || code === '' ? null : { odsCode: code.toUpperCase(), name: null });

/** Organisation, organisation, view, now or a past day: one sentence with its reasons. Everything asked stands in the URL. */
export function WhoCanSeeWhat() {
  const services = useAsk<{ services: readonly ServiceShown[] }>(SERVICES);
  return (
    <Page title={say('who')} sentence={say('whoSentence')}>
      <Answered asked={services}>{(answer) => <Asking services={answer.services} />}</Answered>
    </Page>
  );
}

function Asking({ services }: { readonly services: readonly ServiceShown[] }) {
  const [search, setSearch] = useSearchParams();
  const session = useSession();
  const own = session.me.actingAs;
  const mayAskPast = session.may('read-past', 'Sight').allowed;
  const service = services.find(({ code }) => code === search.get('service')) ?? services.find(({ code }) => code === 'DCR') ?? services[0];
  const [asked, setAsked] = useState({ provider: choiceOf(search.get('provider')), consumer: choiceOf(search.get('consumer')), view: search.get('view') ?? '', moment: momentOf(search) });
  useEffect(() => { setAsked((now) => ({ provider: sameOr(now.provider, search.get('provider')), consumer: sameOr(now.consumer, search.get('consumer')), view: search.get('view') ?? '', moment: momentOf(search) })); }, [search]);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const mayAskOfOwn = own?.odsCode != null;
  const go = (): void => {
    const isNothing = asked.provider === null && asked.consumer === null;
    const found: FieldFault[] = isNothing && !mayAskOfOwn ? [{ field: 'who-provider', says: say('chooseOne') }] : [];
    if (asked.moment.on === '') found.push({ field: 'who-day', says: say('chooseDay') });
    setFaults(found);
    if (found.length > 0) return;
    const { provider, consumer, view, moment: when } = asked;
    setSearch({ ...(provider === null ? {} : { provider: provider.odsCode }), ...(consumer === null ? {} : { consumer: consumer.odsCode }), ...(view === '' ? {} : { view }), ...(service === undefined || service.code === 'DCR' ? {} : { service: service.code }), ...momentSearch(when) });
  };
  if (service === undefined) return null;
  const [provider, consumer] = [choiceOf(search.get('provider')), choiceOf(search.get('consumer'))];
  const moment = momentOf(search);
  const view = service.views.find(({ code }) => code === search.get('view')) ?? service.views[0];
  return (
    <>
      <ProblemSummary faults={faults} />
      <Box component="form" role="search" className="no-print" onSubmit={(event) => { event.preventDefault(); go(); }} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'flex-start', mb: 4, maxWidth: 1100 }}>
        <OrganisationChoice id="who-provider" label={say('provider')} help={say('providerHelp')} query={PROVIDERS} value={asked.provider} onChange={(choice) => setAsked({ ...asked, provider: choice })} />
        <OrganisationChoice id="who-consumer" label={say('consumer')} help={say('consumerHelp')} query={CONSUMERS} value={asked.consumer} onChange={(choice) => setAsked({ ...asked, consumer: choice })} />
        <TextField id="who-view" label={say('view')} select size="small" value={asked.view === '' ? service.views[0]?.code ?? '' : asked.view} onChange={(event) => setAsked({ ...asked, view: event.target.value })} sx={{ flex: '0 1 16rem', minWidth: { xs: '100%', sm: 200 } }}
          slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
          {service.views.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
        </TextField>
        {mayAskPast && <MomentChoice moment={asked.moment} fault={faults.find(({ field }) => field === 'who-day')?.says} onChange={(when) => setAsked({ ...asked, moment: when })} />}
        <Button type="submit" variant="contained">{say('ask')}</Button>
      </Box>
      {provider !== null && consumer !== null && view !== undefined && <OneSight service={service} provider={provider.odsCode} consumer={consumer.odsCode} view={view} moment={moment} />}
      {provider !== null && consumer === null && <SightList service={service} side="provider" odsCode={provider.odsCode} moment={moment} />}
      {consumer !== null && provider === null && <SightList service={service} side="consumer" odsCode={consumer.odsCode} moment={moment} />}
      {provider === null && consumer === null && own?.odsCode != null && <SightList service={service} side={own.duty === 'viewer-governance-lead' ? 'consumer' : 'provider'} odsCode={own.odsCode} moment={moment} />}
    </>
  );
}

function sameOr(now: Choice | null, code: string | null): Choice | null {
  return now?.odsCode === code?.toUpperCase() ? now : choiceOf(code);
}
