import { count, DataTable, Moment, Section } from '@accord/kernel/admin';
import type { CampaignFacts } from './campaign-facts.js';
import { campaignWords } from './campaign-words.js';

/** When it was carried out, by whom, and whether what was found was what had been shown. */
export function CampaignRuns({ campaign: { runs } }: { readonly campaign: CampaignFacts }) {
  return (
    <Section title={campaignWords('runs')}>
      {runs.length === 0 ? <p>{campaignWords('noRuns')}</p> : (
        <DataTable caption={campaignWords('runs')} rows={runs} keyOf={({ id }) => id} columns={[
          { key: 'when', head: campaignWords('when'), cell: (run) => <Moment at={run.executedAt} /> },
          { key: 'who', head: campaignWords('who'), cell: (run) => run.executedBy ?? '' },
          { key: 'practices', head: campaignWords('practices'), figures: true, cell: (run) => count(run.practices) },
          { key: 'withdrawn', head: campaignWords('withdrawn'), figures: true, cell: (run) => count(run.withdrawn) },
          { key: 'moved', head: campaignWords('moved'), cell: (run) => campaignWords(run.impactSeen === null ? 'unseen' : run.impactSeen === run.impactFound ? 'same' : 'other') },
        ]} />
      )}
    </Section>
  );
}
