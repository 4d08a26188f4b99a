import { AccordLink, Answered, countOf, DataTable, Day, dayInProse, OrganisationName, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { AmendmentActs } from './amendment-acts.js';
import { AmendmentDocument } from './amendment-document.js';
import { SERVICES_QUERY, type OneAgreement, type ServicesAnswer } from './agreement-query.js';
import { partState } from './agreement-words.js';
import { VERSIONS_QUERY, type VersionOfAgreement, type VersionsAnswer } from './amendment-query.js';
import { say } from './messages.js';
import { proposalWords } from './proposal-words.js';
import { versionWords } from './version-words.js';
import { maySign, partyAddress, PartyStep } from './next-of-party.js';
import { VersionDifference } from './version-difference.js';

/** Every version, the newest first, with what it says otherwise than the one before, and who is live by which. */
export function AgreementVersions({ agreement }: { readonly agreement: OneAgreement }) {
  const asked = useAsk<VersionsAnswer>(VERSIONS_QUERY, { id: agreement.id });
  const services = useAsk<ServicesAnswer>(SERVICES_QUERY);
  return (
    <Answered asked={asked}>
      {({ agreementVersions: versions }) => (
        <Answered asked={services}>
          {(answer) => {
            const views = answer.services.find(({ code }) => code === agreement.serviceCode)?.views ?? [];
            return (
              <>
                {versions.length > 1 && <Typography sx={{ mb: 3, maxWidth: '70ch' }}>{versionWords('versionsSay')}</Typography>}
                <AmendmentActs agreement={agreement} draft={versions.find(({ openedAt }) => openedAt === null && agreement.state !== 'draft') ?? null} newest={agreement.versionNumber}
                  isProposed={versions.some(({ proposalState }) => proposalState === 'running')} />
                {[...versions].reverse().map((version) => (
                  <Section key={version.id} title={version.openedAt === null ? versionWords('versionDraft', { number: version.number }) : versionWords('versionOpened', { number: version.number, on: dayInProse(version.openedAt) })}>
                    <Typography sx={{ mb: 2 }}>{standing(version)}</Typography>
                    {version.proposalId !== null && version.proposalState !== null && <Typography sx={{ mb: 2 }}><AccordLink to={`/view-set-proposals/${version.proposalId}`}>{proposalWords(`version.${version.proposalState}`)}</AccordLink></Typography>}
                    {version.difference === null ? <p>{versionWords('versionFirst')}</p> : <VersionDifference difference={version.difference} number={version.number} views={views} />}
                    {version.openedAt === null && agreement.state !== 'draft' && <AmendmentDocument agreement={agreement} number={version.number} />}
                  </Section>
                ))}
                {agreement.versionNumber > 1 && <SignsAgain agreement={agreement} />}
              </>
            );
          }}
        </Answered>
      )}
    </Answered>
  );
}

const standing = ({ openedAt, proposalState, providersOnIt, consumersOnIt, askedForIt }: VersionOfAgreement): string => (openedAt === null ? versionWords('versionDraftSays') : proposalState === 'lapsed' ? proposalWords('versionLapsed')
  : versionWords('versionOn', { practices: countOf(providersOnIt, 'practice'), viewers: countOf(consumersOnIt, 'viewing organisation'), asked: countOf(askedForIt, 'organisation') }));

const SHOWN_AT_ONCE = 25;
const OneLine = ({ children }: { readonly children: string }) => <span style={{ whiteSpace: 'nowrap' }}>{children}</span>;

/** Live by one version and asked for a later one: how far each has come, viewing organisations first, because they go over first. */
function SignsAgain({ agreement }: { readonly agreement: OneAgreement }) {
  const session = useSession();
  const [shownCount, setShownCount] = useState(SHOWN_AT_ONCE);
  const asked = agreement.parties.filter(({ renewal }) => renewal !== null).sort((one, other) => (one.side === other.side ? 0 : one.side === 'consumer' ? -1 : 1));
  return (
    <Section title={versionWords('whoSignsAgain')}>
      {asked.length > 0 && <Typography sx={{ mb: 1.5, maxWidth: '70ch' }}>{versionWords('signsAgainSays', { asked: countOf(asked.length, 'organisation') })}</Typography>}
      {asked.length === 0 ? <p>{versionWords('nobodySignsAgain')}</p> : (
        <DataTable caption={versionWords('whoSignsAgain')} rows={asked.slice(0, shownCount)} keyOf={({ id }) => id} columns={[
          { key: 'who', head: versionWords('organisation'), cell: (party) => <OrganisationName name={party.name} odsCode={party.odsCode} to={partyAddress({ agreementId: agreement.id, ...party })} /> },
          { key: 'live', head: versionWords('liveBy'), cell: (party) => <OneLine>{versionWords('versionNumber', { number: party.versionNumber })}</OneLine> },
          { key: 'asked', head: versionWords('askedFor'), cell: ({ renewal }) => <OneLine>{versionWords('versionNumber', { number: renewal?.versionNumber ?? '' })}</OneLine> },
          { key: 'state', head: say('state'), cell: ({ renewal }) => <StateWords {...partState(renewal?.state ?? '')} /> },
          { key: 'since', head: say('since'), cell: ({ renewal }) => <Day at={renewal?.stateAt ?? null} /> },
          { key: 'next', head: say('nextStep'), cell: (party) => <PartyStep agreement={agreement} party={party} maySign={maySign(session, party)} /> },
        ]} />
      )}
      {asked.length > shownCount && <Button sx={{ mt: 2 }} variant="outlined" onClick={() => setShownCount(shownCount + SHOWN_AT_ONCE)}>{say('showMore')}</Button>}
    </Section>
  );
}
