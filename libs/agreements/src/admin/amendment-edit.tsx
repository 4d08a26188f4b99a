import { AccordLink, AnsweredPage, NothingHere, Page, useAsk, useSession } from '@accord/kernel/admin';
import { useCallback } from 'react';
import { useParams } from 'react-router';
import { NoSuchAgreement } from './agreement-page.js';
import { AMENDMENT_QUERY, withWordsOf, type AmendmentAnswer } from './amendment-query.js';
import { EditForm } from './draft-edit.js';
import { WithDraftPlaces } from './draft-places.js';
import { say } from './messages.js';
import { versionWords } from './version-words.js';

const LOOKED_AFTER = 15_000;

/** The draft of the next version of an agreement: the same form, which saves itself. */
export function AmendmentEdit() {
  const { id = '' } = useParams();
  const session = useSession();
  const asked = useAsk<AmendmentAnswer>(AMENDMENT_QUERY, { id }, { everyMs: LOOKED_AFTER });
  const { refetch } = asked;
  const askAnew = useCallback(() => { refetch().catch(() => undefined); }, [refetch]);
  return (
    <AnsweredPage asked={asked} title={say('draft')}>
      {({ agreement, agreementVersions }) => {
        if (agreement === null) return <NoSuchAgreement />;
        const draft = agreement.state === 'draft' ? undefined : agreementVersions.find(({ openedAt }) => openedAt === null);
        const maySee = session.may('edit', 'Agreement', { localityId: agreement.localityId }).allowed;
        if (!maySee || draft === undefined) {
          return <Page title={agreement.reference}><NothingHere says={versionWords('noAmendment')} why={maySee ? versionWords('noAmendmentWhy') : say('onlyOfficersEdit', { locality: agreement.localityName })} action={<AccordLink to={`/agreements/${agreement.id}?tab=versions`}>{say('showAgreement')}</AccordLink>} /></Page>;
        }
        return <WithDraftPlaces title={versionWords('amendmentTitle', { number: draft.number, reference: agreement.reference })}>{(places) => <EditForm key={draft.id} agreement={withWordsOf(agreement, draft)} places={places} askAnew={askAnew} amendment={draft.number} />}</WithDraftPlaces>;
      }}
    </AnsweredPage>
  );
}
