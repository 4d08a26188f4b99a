import { CloseOrEndAgreement } from '@accord/agreements/server';
import { EXAMPLE_LOCALITIES, EXAMPLE_VIEWERS } from '@accord/tooling/server';
import { PURPOSE, type Chapter } from './chapter.js';
import { ExampleAgreement } from './example-agreement.js';

const [, , HERE] = EXAMPLE_LOCALITIES;

/** Coldwater Bay: fourteen practices; an agreement is being drafted, and a first attempt was given up. */
export const coldwaterBay: Chapter = async (stage, { reached }) => {
  await reached(48);
  const plan = {
    localityCode: HERE!.code, title: 'Detailed Care Record in Coldwater Bay', purpose: PURPOSE, providers: HERE!.practices.map(({ odsCode }) => odsCode),
    consumers: EXAMPLE_VIEWERS.filter(({ odsCode }) => ['TSTV03', 'TSTV05', 'TSTV07', 'TSTV08', 'TSTV11'].includes(odsCode)),
    beginsOn: stage.calendar.day(-30), reviewOn: stage.calendar.day(-395), endsOn: stage.calendar.day(-760),
  };
  const firstAttempt = await ExampleAgreement.draft(stage, { ...plan, reference: 'DCR-COLDWATER-BAY-0001', draftedDaysAgo: 48, consumers: plan.consumers.slice(0, 2) });
  await reached(38);
  await stage.play(38, '16:05', () => stage.get(CloseOrEndAgreement).discard(stage.officer(), { id: firstAttempt.id, expectedVersion: 1, idempotencyKey: firstAttempt.key('discard') }));
  await reached(6);
  await ExampleAgreement.draft(stage, { ...plan, reference: 'DCR-COLDWATER-BAY-0002', draftedDaysAgo: 6 });
};
