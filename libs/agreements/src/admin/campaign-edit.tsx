import { AccordLink, AnsweredPage, NothingHere, Page, useAsk, useSession } from '@accord/kernel/admin';
import { useParams } from 'react-router';
import { CampaignForm, type Place } from './campaign-form.js';
import { campaignWords } from './campaign-words.js';

const DRAFT = `query CampaignDraft($id: ID!) {
  campaign(id: $id) { id kind title message answerBy state version practiceCodes } localities(perPage: 200) { items { id code name } } }`;
const EDIT = 'mutation EditCampaign($input: EditCampaignInput!) { saved: editCampaign(input: $input) { id } }';

interface Draft { readonly id: string; readonly kind: 'review' | 'withdrawal'; readonly title: string; readonly message: string; readonly answerBy: string; readonly state: string; readonly version: number; readonly practiceCodes: readonly string[] }
interface DraftAnswer { readonly campaign: Draft | null; readonly localities: { readonly items: readonly Place[] } }

/** A draft as it is, to be written otherwise: all of it, until practices are asked. */
export function CampaignEdit() {
  const { id = '' } = useParams();
  const { me, may } = useSession();
  const asked = useAsk<DraftAnswer>(DRAFT, { id });
  const assigned = me.actingAs?.localities ?? [];
  return (
    <AnsweredPage asked={asked} title={campaignWords('edit')}>
      {({ campaign, localities }) => {
        const why = campaign === null ? campaignWords('absent') : !may('run', 'Campaign').allowed ? campaignWords('onlyOfficers') : campaign.state === 'draft' ? null : campaignWords('editTooLate');
        if (why !== null || campaign === null) return <Page title={campaignWords('edit')}><NothingHere says={why ?? ''} action={<AccordLink to={campaign === null ? '/campaigns' : `/campaigns/${id}`}>{campaignWords(campaign === null ? 'all' : 'back')}</AccordLink>} /></Page>;
        const { kind, title, message, answerBy, version } = campaign;
        return (
          <Page title={campaignWords('edit')} sentence={campaignWords('editSays', { title })}>
            <CampaignForm key={version} places={localities.items.filter((place) => assigned.includes(place.id))} keptAs={`campaign-edit ${id} ${version}`} label="saveChanges" mutation={EDIT}
              before={{ kind, title, message, answerBy, localityIds: [], text: campaign.practiceCodes.join('\n') }} extra={{ id, expectedVersion: version }} />
          </Page>
        );
      }}
    </AnsweredPage>
  );
}
