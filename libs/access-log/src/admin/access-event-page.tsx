import { Button } from '@mui/material';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Answered, FactList, instantInTable, Moment, NothingHere, Page, Section, useAsk, useSession } from '@accord/kernel/admin';
import { EventLadder } from './event-ladder.js';
import { personWords, Place } from './event-rows.js';
import { EVENT, type FullEvent } from './full-event.js';
import { lastSearch } from './last-search.js';
import { say } from './messages.js';
import { PurposeForm, PurposeLine, usePurpose } from './purpose.js';
import { flagMeaning, flagWords, outcomeWords } from './words.js';

const SERVICES = 'query ServiceNames { services { code name views { code name } } }';
type Services = readonly { readonly code: string; readonly name: string; readonly views: readonly { readonly code: string; readonly name: string }[] }[];

/** One look: what was decided, what that rests on down to the signed page, and every fact of it in plain words. */
export function AccessEventPage() {
  const { eventId = '' } = useParams();
  const session = useSession();
  const [purpose] = usePurpose();
  const asks = !session.may('search', 'AccessEvent').needsReason || purpose !== '';
  const event = useAsk<{ accessEvent: FullEvent | null }>(EVENT, { id: eventId, reason: purpose === '' ? null : purpose }, { enabled: asks, once: true });
  const { data } = useAsk<{ services: Services }>(SERVICES);
  const found = event.data?.accessEvent;
  const services = data?.services ?? [];
  const views = (codes: readonly string[]): string => codes.map((code) => services.flatMap((each) => each.views).find((view) => view.code === code)?.name ?? code).join(', ');
  return (
    <Page title={say('eventTitle')} sentence={found ? sentenceOf(found, views) : say('recorded')} actions={<>
      <Button component={Link} to={lastSearch()}>{say('backToSearch')}</Button>
      {found && <CopyLink />}
    </>}>
      {!asks && <PurposeForm />}
      {session.may('search', 'AccessEvent').needsReason && <PurposeLine />}
      {asks && <Answered asked={event}>{({ accessEvent }) => (accessEvent === null
        ? <NothingHere says={say('eventGone')} why={say('eventGoneWhy')} action={<Button component={Link} to={lastSearch()} variant="outlined">{say('backToSearch')}</Button>} />
        : (
          <>
            <Section title={say('ladder')}><p style={{ marginTop: 0 }}>{say('ladderSays')}</p><EventLadder event={accessEvent} /></Section>
            <Flags flags={accessEvent.flags} />
            <Facts event={accessEvent} views={views} service={services.find(({ code }) => code === accessEvent.serviceCode)?.name ?? null} />
          </>
        ))}</Answered>}
    </Page>
  );
}

function sentenceOf(event: FullEvent, views: (codes: readonly string[]) => string): string {
  const place = (name: string | null, code: string | null): string => (code === null ? say('unknownPlace').toLowerCase() : name === null ? code : `${name} (${code})`);
  return say('eventSentence', {
    person: personWords(event), consumer: place(event.consumerName, event.consumerOdsCode), provider: place(event.providerName, event.providerOdsCode), views: event.views.length === 0 ? say('noViews').toLowerCase() : views(event.views),
    at: instantInTable(event.occurredAt), outcome: outcomeWords(event.decision, event.reason).toLowerCase(),
  });
}

function CopyLink() {
  const [says, setSays] = useState<string | null>(null);
  const link = window.location.href;
  return (
    <>
      <Button variant="outlined" onClick={() => { navigator.clipboard.writeText(link).then(() => setSays(say('copied')), () => setSays(say('copyFailed', { link }))); }}>{say('copyLink')}</Button>
      <span role="status" style={{ alignSelf: 'center' }}>{says}</span>
    </>
  );
}

function Flags({ flags }: { readonly flags: readonly string[] }) {
  return (
    <Section title={say('flags')}>
      {flags.length === 0 ? <p>{say('noFlags')}</p> : <FactList facts={flags.map((flag) => [flagWords(flag), flagMeaning(flag)] as const)} />}
    </Section>
  );
}

function Facts({ event, views, service }: { readonly event: FullEvent; readonly views: (codes: readonly string[]) => string; readonly service: string | null }) {
  const stated = (text: string | null): string => text ?? say('notStated');
  const consent = event.consentGiven === null ? say('consentUnsaid') : say(event.consentGiven ? 'consentYes' : 'consentNo');
  return (
    <>
      <Section title={say('who')}>
        <FactList facts={[
          [say('name'), event.userName ?? say('unnamed')], [say('userId'), stated(event.userId)], [say('role'), stated(event.userJobRole)],
          [say('organisation'), <Place key="consumer" name={event.consumerName} odsCode={event.consumerOdsCode} />], [say('system'), event.systemId === null ? say('notStated') : event.systemName ?? say('systemHidden')],
        ]} />
      </Section>
      <Section title={say('whose')}>
        <FactList facts={[
          [say('organisation'), <Place key="provider" name={event.providerName} odsCode={event.providerOdsCode} />], [say('patient'), event.patient ?? say('patientNone')],
          [say('service'), service ?? stated(event.serviceCode)], [say('viewsAsked'), event.views.length === 0 ? say('noViews') : views(event.views)],
          [say('viewsPermitted'), event.permittedViews.length === 0 ? say('noneF') : views(event.permittedViews)],
        ]} />
      </Section>
      <Section title={say('why')}>
        <FactList facts={[
          [say('relationship'), stated(event.relationship)], [say('emergency'), event.emergencyReason ?? say('notEmergency')],
          [say('consent'), event.consentRecordedAt === null ? consent : say('consentAt', { consent, at: instantInTable(event.consentRecordedAt) })],
        ]} />
      </Section>
      <Section title={say('how')}>
        <FactList facts={[
          [say('occurred'), <Moment key="occurred" at={event.occurredAt} />], [say('received'), <Moment key="received" at={event.receivedAt} />],
          ...(event.statedAt === null ? [] : [[say('stated'), <Moment key="stated" at={event.statedAt} />] as const]),
          [say('messageId'), stated(event.messageId)], [say('prescriptionId'), stated(event.prescriptionId)], [say('gateway'), event.gatewayName ?? event.gatewayId],
          [say('boot'), event.bootId], [say('eventId'), event.id],
        ]} />
      </Section>
    </>
  );
}
