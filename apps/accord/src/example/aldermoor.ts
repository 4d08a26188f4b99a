import { NarrowPart, ResumePart, StopSharing } from '@accord/agreements/server';
import { EXAMPLE_LOCALITIES, EXAMPLE_VIEWERS } from '@accord/tooling/server';
import { ExampleAgreement } from './example-agreement.js';
import { ExampleCampaign } from './example-campaign.js';
import { proposeMoreViews } from './more-views.js';
import { previewed } from '../previewed.js';
import { PURPOSE, type Chapter, type Course } from './chapter.js';
import type { ExampleStage } from './example-stage.js';

const [HERE] = EXAMPLE_LOCALITIES;
const PRACTICES = HERE!.practices.map(({ odsCode }) => odsCode);
const viewers = (...codes: string[]) => EXAMPLE_VIEWERS.filter(({ odsCode }) => codes.includes(odsCode));
const FIRST = 16;
/** Suspended itself for a week in summer, while its system was being repaired. */
const PAUSED = 'TSTP07';
/** Shares with everybody but one viewing organisation, for now. */
const [PARTED, PARTED_FROM] = ['TSTP09', 'TSTV06'];
const WITHDRAWS = 'TSTP20';

/** Aldermoor: all twenty-four practices are live. */
export const aldermoor: Chapter = async (stage, course) => {
  const { reached, published } = course;
  await reached(405);
  const main = await ExampleAgreement.draft(stage, {
    reference: 'DCR-ALDERMOOR-0001', localityCode: HERE!.code, title: 'Detailed Care Record in Aldermoor', purpose: PURPOSE, providers: PRACTICES,
    consumers: viewers('TSTV01', 'TSTV04', 'TSTV06', 'TSTV08', 'TSTV10'),
    // Its review has been overdue for a fortnight.
    beginsOn: stage.calendar.day(380), reviewOn: stage.calendar.day(15), endsOn: stage.calendar.day(-710), draftedDaysAgo: 405,
  });
  await main.open(402);
  for (const { odsCode } of main.plan.consumers) {
    await main.sign(odsCode, 398, '10:40');
    await main.verify(odsCode, 396);
  }
  await signed(main, PRACTICES.slice(0, FIRST), 400);
  await main.takeLive([...PRACTICES.slice(0, FIRST), ...main.plan.consumers.map(({ odsCode }) => odsCode)], 376);
  await published(376);
  await signed(main, PRACTICES.slice(FIRST), 372);
  await reached(349);
  await main.takeLive(PRACTICES.slice(FIRST), 348);
  await published(348);
  const trial = await pilot(stage, course);
  await pauseForAWeek(stage, main, course);
  await proposeMoreViews(stage, main, PRACTICES.slice(1, 11).filter((code) => code !== PAUSED), course);
  await partFromOne(stage, main, course);
  await reviewBegun(stage, main, trial, course);
};

async function signed(main: ExampleAgreement, codes: readonly string[], daysAgo: number): Promise<void> {
  for (const [index, odsCode] of codes.entries()) {
    await main.sign(odsCode, daysAgo - index, `1${index % 3}:${10 + 2 * index}`);
    await main.verify(odsCode, daysAgo - index - 1, `14:${10 + 2 * index}`);
  }
}

/** What the locality agreed beside it: a trial that is about to end. */
async function pilot(stage: ExampleStage, { reached, published }: Course): Promise<ExampleAgreement> {
  await reached(203);
  const practices = PRACTICES.slice(0, 6);
  const trial = await ExampleAgreement.draft(stage, {
    reference: 'DCR-ALDERMOOR-0002', localityCode: HERE!.code, title: 'Detailed Care Record for the Rapid Response trial', providers: practices, consumers: viewers('TSTV12'),
    purpose: 'Urgent care at home by the Rapid Response Team, tried out with six practices', beginsOn: stage.calendar.day(190), reviewOn: stage.calendar.day(-3),
    endsOn: stage.calendar.day(-5), draftedDaysAgo: 203,
  });
  await trial.open(202);
  for (const [index, odsCode] of [...practices, 'TSTV12'].entries()) {
    await trial.sign(odsCode, 200 - index, '12:15');
    await trial.verify(odsCode, 199 - index, '15:00');
  }
  await trial.takeLive([...practices, 'TSTV12'], 184);
  await published(184);
  return trial;
}

async function pauseForAWeek(stage: ExampleStage, main: ExampleAgreement, { reached, published }: Course): Promise<void> {
  await reached(68);
  const { id } = main.party(PAUSED);
  const { stopId } = await stage.play(68, '08:55', () => stage.get(NarrowPart).suspend(stage.signatory(PAUSED), {
    side: 'provider', id, expectedVersion: 5, reason: 'Our clinical system shows wrong allergies; nobody should rely on it until it is repaired.', idempotencyKey: main.key('pause', PAUSED),
  }));
  await published(68, '08:55:01');
  await reached(61);
  await stage.play(61, '09:05', () => stage.get(ResumePart).ask(stage.signatory(PAUSED), { stopId: stopId!, expectedVersion: 1, idempotencyKey: main.key('ask-resume', PAUSED) }));
  await stage.play(61, '11:25', async () => stage.get(ResumePart).confirm(stage.approver(), {
    stopId: stopId!, expectedVersion: 2, impactHash: await previewed.resume(stage.capabilities, stage.approver(), stopId!), idempotencyKey: main.key('resume', PAUSED),
  }));
  await published(61, '11:25:01');
}

/** One practice and one viewing organisation, suspended by the practice until something is cleared up. */
async function partFromOne(stage: ExampleStage, main: ExampleAgreement, { reached, published }: Course): Promise<void> {
  await reached(12);
  await stage.play(12, '17:20', () => stage.get(StopSharing).suspend(stage.signatory(PARTED), {
    scope: { kind: 'pair', agreementId: main.id, providerOdsCode: PARTED, consumerOdsCode: PARTED_FROM },
    reason: 'A patient complained of a look-up in the emergency department. Suspended until the hospital has answered us.', idempotencyKey: main.key('part', PARTED),
  }));
  await published(12, '17:20:01');
}

/** A review under way: some have answered, one of them to withdraw, and most have not. */
async function reviewBegun(stage: ExampleStage, main: ExampleAgreement, trial: ExampleAgreement, { reached }: Course): Promise<void> {
  await reached(8);
  const review = await ExampleCampaign.ask(stage, {
    name: 'review-aldermoor', title: 'Every agreement that Aldermoor has signed', askedDaysAgo: 8, answerBy: stage.calendar.day(-20), practices: PRACTICES,
    message: 'Every practice is asked to review what it has signed. Please say of each agreement whether you keep it or withdraw.',
  });
  for (const [index, odsCode] of PRACTICES.slice(1, 10).entries()) {
    const participationIds = [main, ...(trial.plan.providers.includes(odsCode) ? [trial] : [])].map((agreement) => agreement.party(odsCode).id);
    await review.answer(odsCode, 6 - Math.floor(index / 3), `1${index % 3}:35`, participationIds.map((participationId) => ({ participationId, reply: 'keep' })));
  }
  await review.answer(WITHDRAWS, 3, '17:05', [{ participationId: main.party(WITHDRAWS).id, reply: 'withdraw' }], 'The partners have voted to share nothing until the new system is in place.');
}
