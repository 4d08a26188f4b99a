import { AccordLink, Answered, NothingHere, Page, useAsk, useSession } from '@accord/kernel/admin';
import { CampaignForm, type CampaignValues, type Place } from './campaign-form.js';
import { campaignWords } from './campaign-words.js';

const LOCALITIES = 'query Localities { localities(perPage: 200) { items { id code name } } }';
const DRAFT = 'mutation DraftCampaign($input: DraftCampaignInput!) { saved: draftCampaign(input: $input) { id } }';
const EMPTY: CampaignValues = { kind: '', title: '', message: '', answerBy: '', localityIds: [], text: '' };

/** A new campaign: what to ask, whom, and a look at the list before anything is saved. */
export function CampaignNew() {
  const { me, may } = useSession();
  const assigned = me.actingAs?.localities ?? [];
  const asked = useAsk<{ readonly localities: { readonly items: readonly Place[] } }>(LOCALITIES);
  const why = !may('run', 'Campaign').allowed ? campaignWords('onlyOfficers') : assigned.length === 0 ? campaignWords('noLocality') : null;
  if (why !== null) return <Page title={campaignWords('new')}><NothingHere says={why} action={<AccordLink to="/campaigns">{campaignWords('all')}</AccordLink>} /></Page>;
  return (
    <Page title={campaignWords('new')} sentence={campaignWords('newSays')}>
      <Answered asked={asked}>
        {({ localities }) => <CampaignForm places={localities.items.filter(({ id }) => assigned.includes(id))} keptAs="campaign-draft" before={EMPTY} label="save" mutation={DRAFT} extra={{}} />}
      </Answered>
    </Page>
  );
}
