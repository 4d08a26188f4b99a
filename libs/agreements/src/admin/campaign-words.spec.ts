import { expect, it } from '@jest/globals';
import { campaignStanding, type CampaignStandingWord } from './campaign-words.js';

it.each<[CampaignStandingWord, Parameters<typeof campaignStanding>[1], string]>([
  ['waiting', {}, 'Waits for its controller'], ['waiting', { isYours: true }, 'Waits for your answer'], ['kept', { isYours: true }, 'Reviewed and kept'], ['executed', {}, 'Withdrawn by this campaign'],
  ['unasked', { isDraft: true }, 'Not asked yet'], ['unasked', {}, 'Nothing signed, not asked'],
])('an agreement that is %s is told of as it concerns the reader (%o)', (standing, reader, words) => {
  expect(campaignStanding(standing, reader).words).toBe(words);
});
