import { DecideActivation, GoLive } from '@accord/activations/server';
import { NarrowPart, ResumePart, StopSharing, VerifyPart } from '@accord/agreements/server';
import { EXAMPLE_LOCALITIES, EXAMPLE_VIEWERS, exampleScan } from '@accord/tooling/server';
import { PURPOSE, type Chapter, type Course } from './chapter.js';
import { ExampleAgreement, refused } from './example-agreement.js';
import { ExampleCampaign } from './example-campaign.js';
import type { ExampleStage } from './example-stage.js';
import { importClosure } from './import-organisations.js';
import { agreeWeekends, amendWeekends } from './weekends.js';
import { previewed } from '../previewed.js';

const [, HERE] = EXAMPLE_LOCALITIES;
const CODES = HERE!.practices.map(({ odsCode }) => odsCode);
const CONSUMERS = EXAMPLE_VIEWERS.filter(({ odsCode }) => ['TSTV02', 'TSTV04', 'TSTV06', 'TSTV07', 'TSTV08', 'TSTV09'].includes(odsCode));

// Twenty-two practices, each as far as it has come.
const FIRST_LIVE = CODES.slice(2, 8);
const SECOND_LIVE = CODES.slice(8, 12);
/** Approved, and held back: its system runs on its own premises and does not stream yet. */
export const NOT_STREAMING = CODES[12]!;
const AWAITING_APPROVAL = CODES.slice(13, 16);
const SCANS_TO_VERIFY = CODES.slice(16, 18);
const SIGNED_TO_VERIFY = CODES[18]!;
const SCAN_REJECTED = CODES[19]!;
const DECLINED = CODES[20]!;
// Invited and silent: CODES[0], CODES[1], CODES[21].
const SUSPENDED = FIRST_LIVE[3]!;
const WITHDRAWN = SECOND_LIVE[1]!;
/** Live when the directory said that it had closed. */
const CLOSED = SECOND_LIVE[3]!;
const AT_WEEKENDS = FIRST_LIVE.filter((code) => code !== SUSPENDED);
/** Shares with the hospice at weekends no longer, as it answered in the review. */
const LEFT_WEEKENDS = AT_WEEKENDS[4]!;
const AMBULANCE = 'TSTV08';

/** Brackenshire: half way. */
export const brackenshire: Chapter = async (stage, course) => {
  const { reached, published } = course;
  await reached(152);
  const main = await ExampleAgreement.draft(stage, {
    reference: 'DCR-BRACKENSHIRE-0001', localityCode: HERE!.code, title: 'Detailed Care Record in Brackenshire', purpose: PURPOSE, providers: CODES, consumers: CONSUMERS,
    beginsOn: stage.calendar.day(130), reviewOn: stage.calendar.day(-235), endsOn: stage.calendar.day(-965), draftedDaysAgo: 152,
  });
  await main.open(149);
  for (const [index, { odsCode }] of CONSUMERS.entries()) {
    await main.sign(odsCode, 146 - index);
    await main.verify(odsCode, 145 - index);
  }
  await signed(main, FIRST_LIVE, 140);
  await reached(122);
  await main.takeLive([...FIRST_LIVE, ...CONSUMERS.map(({ odsCode }) => odsCode)], 121);
  await published(121);
  const weekends = await agreeWeekends(stage, AT_WEEKENDS, course);
  await reached(104);
  await main.decline(DECLINED, 104, 'Our partners want to wait until the patient participation group has met.');
  await signed(main, [...SECOND_LIVE, NOT_STREAMING], 90);
  await reached(76);
  const second = await main.takeLive([...SECOND_LIVE, NOT_STREAMING], 75);
  await published(75);
  // Asked for by itself, the practice that does not stream is refused.
  await stage.play(74, '17:10', () => refused(stage.get(GoLive).execute(stage.officer(), { activationId: second, ids: [main.party(NOT_STREAMING).id] })));
  await reviewed(stage, main, weekends, course);
  await tabletsStopped(stage, course);
  await amendWeekends(stage, weekends, AT_WEEKENDS.filter((code) => code !== LEFT_WEEKENDS), course);
  await withdrawn(stage, main, course);
  await reached(21);
  await importClosure(stage, CLOSED, 23, 21);
  await published(21, '09:30:01');
  await reached(20);
  await signed(main, AWAITING_APPROVAL, 20);
  await reached(13);
  await main.upload(SCAN_REJECTED, 13, await scan(stage, main, SCAN_REJECTED, 13, true));
  await main.reject(SCAN_REJECTED, 12, 'The signature is cut off at the foot of the page. Please scan the whole page and upload it again.');
  await suspended(stage, main, course);
  await waiting(stage, main);
};

async function signed(main: ExampleAgreement, codes: readonly string[], daysAgo: number): Promise<void> {
  for (const [index, odsCode] of codes.entries()) {
    await main.sign(odsCode, daysAgo - 2 * index, `10:${10 + 3 * index}`);
    await main.verify(odsCode, daysAgo - 2 * index - 1, `14:${10 + 3 * index}`);
  }
}

/** A review that is over: everybody has answered, and one left what it shared at weekends. */
async function reviewed(stage: ExampleStage, main: ExampleAgreement, weekends: ExampleAgreement, { reached, published }: Course): Promise<void> {
  await reached(60);
  const practices = [...FIRST_LIVE, ...SECOND_LIVE];
  const review = await ExampleCampaign.ask(stage, {
    name: 'review-brackenshire', title: 'What Brackenshire has signed', message: 'Please look at every agreement you have signed, and say of each whether you keep it or withdraw.',
    answerBy: stage.calendar.day(46), practices, askedDaysAgo: 60,
  });
  for (const [index, odsCode] of practices.entries()) {
    const weekend = AT_WEEKENDS.includes(odsCode) ? [{ participationId: weekends.party(odsCode).id, reply: odsCode === LEFT_WEEKENDS ? 'withdraw' as const : 'keep' as const }] : [];
    await review.answer(odsCode, 57 - index, '12:20', [{ participationId: main.party(odsCode).id, reply: 'keep' }, ...weekend], odsCode === LEFT_WEEKENDS ? 'No patient of ours has needed the hospice.' : undefined);
  }
  await reached(45);
  await review.execute(45, '10:05');
  await published(45, '10:05:01');
  await reached(44);
  await review.close(44, '16:30');
}

/** A system of a viewing organisation, suspended by staff for a day. */
async function tabletsStopped(stage: ExampleStage, { reached, published }: Course): Promise<void> {
  await reached(41);
  const systemId = await stage.systemOf(AMBULANCE);
  const { stopId } = await stage.play(41, '08:20', () => stage.get(StopSharing).suspend(stage.otherOfficer(), {
    scope: { kind: 'system', systemId }, reason: 'Two crew tablets were stolen. Suspended until the service has locked them.', idempotencyKey: 'example:tablets:suspend',
  }));
  await published(41, '08:20:01');
  await reached(40);
  await stage.play(40, '10:15', () => stage.get(ResumePart).ask(stage.otherOfficer(), { stopId, expectedVersion: 1, idempotencyKey: 'example:tablets:ask-resume' }));
  await stage.play(40, '10:50', async () => stage.get(ResumePart).confirm(stage.approver(), {
    stopId, expectedVersion: 2, impactHash: await previewed.resume(stage.capabilities, stage.approver(), stopId), idempotencyKey: 'example:tablets:resume',
  }));
  await published(40, '10:50:01');
}

async function withdrawn(stage: ExampleStage, main: ExampleAgreement, { reached, published }: Course): Promise<void> {
  await reached(24);
  await stage.play(24, '13:15', () => stage.get(NarrowPart).withdraw(stage.signatory(WITHDRAWN), {
    id: main.party(WITHDRAWN).id, expectedVersion: 5, reason: 'The practice merges with another and will sign again under its new code.', idempotencyKey: main.key('withdraw', WITHDRAWN),
  }));
  await published(24, '13:15:01');
}

async function suspended(stage: ExampleStage, main: ExampleAgreement, { reached, published }: Course): Promise<void> {
  await reached(9);
  await stage.play(9, '09:35', () => stage.get(NarrowPart).suspend(stage.signatory(SUSPENDED), {
    side: 'provider', id: main.party(SUSPENDED).id, expectedVersion: 5, reason: 'A member of staff reported a look-up we cannot explain; we stop sharing until it is cleared up.',
    idempotencyKey: main.key('suspend', SUSPENDED),
  }));
  await published(9, '09:35:01');
}

/** What lies on somebody's desk today. */
async function waiting(stage: ExampleStage, main: ExampleAgreement): Promise<void> {
  const [first, second] = SCANS_TO_VERIFY as [string, string];
  await main.upload(first, 7, await scan(stage, main, first, 7), { by: () => stage.officer() });
  // Whoever uploaded a document cannot be the one who accepts it.
  await stage.play(6, '13:20', () => refused(stage.get(VerifyPart).accept(stage.officer(), { side: 'provider', id: main.party(first).id, expectedVersion: 2 })));
  await main.upload(second, 4, await scan(stage, main, second, 4));
  await main.sign(SIGNED_TO_VERIFY, 3);
  const { id, contentHash } = await main.submit(AWAITING_APPROVAL, 3);
  // An approval binds to what was shown; an officer has no right to give it.
  await stage.play(2, '16:10', () => refused(stage.get(DecideActivation).approve(stage.otherOfficer(), { id, expectedVersion: 1, contentHash })));
}

function scan(stage: ExampleStage, main: ExampleAgreement, odsCode: string, daysAgo: number, isCutOff = false): Promise<Uint8Array> {
  return exampleScan({
    organisation: HERE!.practices.find((practice) => practice.odsCode === odsCode)!.name, odsCode, reference: main.plan.reference, title: main.plan.title,
    signatory: stage.cast.signatories.get(odsCode)!.name, role: 'Caldicott Guardian', signedOn: stage.calendar.day(daysAgo + 3), isCutOff,
  });
}
