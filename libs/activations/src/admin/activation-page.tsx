import { Alert, Box } from '@mui/material';
import { useParams } from 'react-router';
import { AccordLink, Answered, countOf, DataTable, dayInProse, Fingerprint, NothingHere, OrganisationName, Page, Section, useAsk } from '@accord/kernel/admin';
import { ACTIVATION, contentOf, isUnfinished, type ActivationAnswer, type Content } from './activation.js';
import { DecideActivation } from './decide-activation.js';
import { ActivationParties } from './activation-parties.js';
import { partiesInWords } from './locality-words.js';
import { say } from './messages.js';
import { NamedParties } from './named-parties.js';
import { nextSentence } from './next-sentence.js';
import { stepState } from '../contract/practices-counted.js';
import { READINESS, type Party, type ReadinessAnswer } from './readiness.js';

type Shown = NonNullable<ActivationAnswer['activation']>;

/** What an approver is asked: who is listed, with which gates, and what would be gained. The approval binds to exactly this. */
export function ActivationPage() {
  const { id = '' } = useParams();
  const asked = useAsk<ActivationAnswer>(ACTIVATION, { id });
  const activation = asked.data?.activation ?? null;
  const now = useAsk<ReadinessAnswer>(READINESS, { id: activation?.localityId }, { enabled: activation !== null });
  if (asked.data !== undefined && activation === null) return <Page title={say('activations')} wide={false}><NothingHere says={say('noActivation')} why={say('notThereWhy')} action={<AccordLink to="/activations">{say('activations')}</AccordLink>} /></Page>;
  return (
    <Page title={activation === null ? say('activations') : say('activationTitle', { reference: activation.agreementReference })} sentence={activation === null ? undefined : standing(activation)}
      actions={activation === null ? undefined : <>{activation.proposalId !== null && <AccordLink to={`/view-set-proposals/${activation.proposalId}`}>{say('changeOfViews')}</AccordLink>}<AccordLink to={`/agreements/${activation.agreementId}`}>{say('columnAgreement')}</AccordLink><AccordLink to={`/localities/${activation.localityId}`}>{activation.localityName}</AccordLink></>}>
      <Answered asked={asked}>{({ services }) => (activation === null ? null : (
        <Answered asked={now}>{({ localityReadiness }) => <Body activation={activation} services={services} parties={localityReadiness?.parties ?? []} />}</Answered>
      ))}</Answered>
    </Page>
  );
}

function standing(activation: Shown): string {
  const { state, submittedBy, submittedAt, localityName, approvedBy, approvedAt, live, listed, rejectedReason, proposalId } = activation;
  switch (state) {
    case 'submitted': return say('sentence_submitted', { by: submittedBy ?? say('somebody'), on: dayInProse(submittedAt), locality: localityName });
    case 'approved': return [say('sentence_approved', { approver: approvedBy ?? say('somebody'), approvedOn: approvedAt === null ? '' : dayInProse(approvedAt), live, listed }), ...(isUnfinished(activation) ? [nextSentence(activation)] : proposalId === null ? [] : [say('sentence_approvedCutOver')])].join(' ');
    case 'rejected': return say('sentence_rejected', { reason: rejectedReason ?? '' });
    default: return say('sentence_void');
  }
}

/** Sides whose state or gates are no longer those that were submitted. */
function changed(content: Content, parties: readonly Party[]): readonly Content['sides'][number][] {
  return content.sides.filter((side) => {
    const now = parties.find(({ id }) => id === side.id);
    return now === undefined || stepState(now) !== 'verified' || now.gates.some(({ gate, state }) => side.gates[gate] !== undefined && side.gates[gate] !== (state === 'done'));
  });
}

function Body({ activation, services, parties }: { readonly activation: Shown; readonly services: ActivationAnswer['services']; readonly parties: readonly Party[] }) {
  const content = contentOf(activation);
  const nameOf = (odsCode: string): string => parties.find((party) => party.odsCode === odsCode)?.name ?? say('organisation');
  const viewNames = new Map(services.flatMap(({ views }) => views.map(({ code, name }) => [code, name] as const)));
  const different = activation.state === 'submitted' ? changed(content, parties) : [];
  const { pairsGained } = content;
  const over = content.sides.filter(({ goesOverTo }) => goesOverTo !== undefined);
  return (
    <>
      {different.length > 0 && <Alert severity="warning" sx={{ mb: 3 }}>{say('changedSince', { names: different.map(({ odsCode }) => `${nameOf(odsCode)} (${odsCode})`).join(', ') })}</Alert>}
      <Section title={say(activation.state === 'submitted' ? 'wouldGain' : 'gained')}>
        {over.length > 0 && <Box component="p" sx={{ mt: 0 }}>{say(activation.proposalId === null ? 'goesOver' : 'goesOverWithCutOver', { parties: partiesInWords(over), number: over[0]?.goesOverTo ?? '' })}</Box>}
        {content.pairsLost !== undefined && <Box component="p" sx={{ mt: 0 }}>{say('pairsLost', { pairs: countOf(content.pairsLost, 'pair') })}</Box>}
        <Box component="p" sx={{ mt: 0 }}>{pairsGained.count === 0 ? say('nobodyMore') : say('pairsSentence', { pairs: countOf(pairsGained.count, 'pair'), practices: countOf(pairsGained.providers.length, 'practice'), viewers: countOf(pairsGained.consumers.length, 'viewing organisation') })}</Box>
        {pairsGained.consumers.length > 0 && (
          <DataTable caption={say('wouldGain')} rows={pairsGained.consumers} keyOf={({ odsCode }) => odsCode} columns={[
            { key: 'viewer', head: say('columnViewer'), cell: ({ odsCode }) => <OrganisationName name={nameOf(odsCode)} odsCode={odsCode} to={`/viewing-organisations/${odsCode}`} /> },
            { key: 'views', head: say('columnViews'), cell: ({ views }) => `${countOf(views.length, 'view')}: ${views.map((view) => viewNames.get(view) ?? view).join(', ')}` },
          ]} />
        )}
        {pairsGained.providers.length > 0 && <details>
          <summary>{say('fromPractices', { practices: countOf(pairsGained.providers.length, 'practice') })}</summary>
          <NamedParties all parties={pairsGained.providers.map((odsCode) => ({ odsCode, name: nameOf(odsCode) }))} />
        </details>}
      </Section>
      <Section title={`${say('listedParties')}: ${partiesInWords(content.sides)}`}><ActivationParties activation={activation} content={content} parties={parties} /></Section>
      {activation.state === 'approved' && <p>{say('fingerprintApproved')}: <Fingerprint sha256={activation.contentHash} /></p>}
      <DecideActivation activation={activation} words={partiesInWords(content.sides)} />
    </>
  );
}
