import { describe, expect, it } from '@jest/globals';
import { campaignStatement, type AgreementOnStatement, type CampaignOnStatement } from './campaign-statement.js';

const AT = new Date('2026-08-06T09:04:05Z');
const campaign: CampaignOnStatement = { kind: 'withdrawal', title: 'Who stays', message: 'Please say\nwhether you withdraw.', answerBy: '2026-08-31', askedAt: new Date('2026-08-01T08:00:00Z'), closedAt: null };
const agreement = (given: Partial<AgreementOnStatement>): AgreementOnStatement => ({
  reference: 'DCR-TST-0001', title: 'Sharing', standing: 'waiting', reply: null, givenBy: null, givenAt: null, versionNumber: null, letter: null, executedAt: null, stopId: null, ...given,
});
const partsOf = (...rows: AgreementOnStatement[]) => campaignStatement(campaign, { odsCode: 'TSTP01', name: 'Elm Road Surgery' }, rows, AT).parts;
const cells = (row: AgreementOnStatement): readonly string[] => partsOf(row).flatMap((part) => (part.kind === 'table' ? part.rows : []))[0]!;

describe('the statement of a practice in a campaign', () => {
  it('names the campaign, the practice and the moment, and sums up', () => {
    const parts = partsOf(agreement({}), agreement({ standing: 'kept', reply: 'keep', givenBy: 'Grace Adeyemi', givenAt: AT, versionNumber: 1 }));
    expect(parts[1]).toMatchObject({ rows: expect.arrayContaining([['Campaign', 'Who stays'], ['Sharing organisation', 'Elm Road Surgery (TSTP01)'], ['What it was told', 'Please say whether you withdraw.'], ['Answers asked for by', '31 August 2026']]) });
    expect(parts.flatMap((part) => (part.kind === 'paragraph' ? part.text : []))).toEqual([
      'As it stood on 6 August 2026 at 10:04:05 BST.', 'Of 2 agreements: 0 withdrawn by this campaign, 0 confirmed and not carried out, 1 reviewed and kept, 1 without an answer, 0 ended otherwise.',
    ]);
  });

  it.each<[string, Partial<AgreementOnStatement>, string, RegExp]>([
    ['nobody answered', {}, 'Nothing', /^It goes on$/],
    ['it was reviewed and kept', { standing: 'kept', reply: 'keep', givenBy: 'Grace Adeyemi', givenAt: AT, versionNumber: 2 }, 'Reviewed version 2 and kept, Grace Adeyemi, 6 August 2026 at 10:04:05 BST', /^It goes on$/],
    ['it was confirmed', { standing: 'confirmed', reply: 'withdraw', givenAt: AT, versionNumber: 1 }, 'Withdraws from version 1, its controller, 6 August 2026 at 10:04:05 BST', /^Not carried out$/],
    ['it was confirmed by a letter', { standing: 'confirmed', reply: 'withdraw', givenBy: 'Grace Adeyemi', givenAt: AT, versionNumber: 1, letter: { evidenceId: 'the-letter', page: 2, signedOn: '2026-08-03', recordedBy: 'Carys Lowell', verifiedBy: 'Dev Marchetti' } },
      'Withdraws from version 1, by a letter that Grace Adeyemi signed on 3 August 2026 (page 2 of evidence the-letter), taken in by Carys Lowell and verified by Dev Marchetti, 6 August 2026 at 10:04:05 BST', /^Not carried out$/],
    ['it was kept by a letter with a digital signature', { standing: 'kept', reply: 'keep', givenAt: AT, versionNumber: 1, letter: { evidenceId: 'the-letter', page: null, signedOn: '2026-08-03', recordedBy: null, verifiedBy: null } },
      'Reviewed version 1 and kept, by a letter that its controller signed on 3 August 2026 (the embedded signature of evidence the-letter), taken in by a member of staff and verified by a member of staff, 6 August 2026 at 10:04:05 BST', /^It goes on$/],
    ['it was carried out', { standing: 'executed', reply: 'withdraw', givenBy: 'G', givenAt: AT, versionNumber: 1, executedAt: AT, stopId: 'the-entry' }, 'Withdraws from version 1, G, 6 August 2026 at 10:04:05 BST', /^Withdrawn for good on 6 August 2026 .* the-entry$/],
    ['nothing was live yet', { standing: 'executed', reply: 'withdraw', givenBy: 'G', givenAt: AT, versionNumber: 1, executedAt: AT }, 'Withdraws from version 1, G, 6 August 2026 at 10:04:05 BST', /before it ever went live$/],
    ['it ended otherwise', { standing: 'gone' }, 'Nothing', /^It ended outside this campaign$/],
  ])('says of an agreement what was said and what came of it: %s', (_when, given, said, came) => {
    expect(cells(agreement(given))).toEqual(['DCR-TST-0001, Sharing', said, expect.stringMatching(came)]);
  });
});
