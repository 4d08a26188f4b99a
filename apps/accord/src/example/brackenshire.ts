import { DecideActivation, GoLive } from '@accord/activations/server';
import { NarrowPart, VerifyPart } from '@accord/agreements/server';
import { EXAMPLE_LOCALITIES, EXAMPLE_VIEWERS, exampleScan } from '@accord/tooling/server';
import { PURPOSE, type Chapter, type Course } from './chapter.js';
import { ExampleAgreement, refused } from './example-agreement.js';
import type { ExampleStage } from './example-stage.js';

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
  await main.decline(DECLINED, 104, 'Our partners want to wait until the patient participation group has met.');
  await signed(main, [...SECOND_LIVE, NOT_STREAMING], 90);
  await reached(76);
  const second = await main.takeLive([...SECOND_LIVE, NOT_STREAMING], 75);
  await published(75);
  // Asked for by itself, the practice that does not stream is refused.
  await stage.play(74, '17:10', () => refused(stage.get(GoLive).execute(stage.officer(), { activationId: second, ids: [main.party(NOT_STREAMING).id] })));
  await withdrawn(stage, main, course);
  await signed(main, AWAITING_APPROVAL, 20);
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

async function withdrawn(stage: ExampleStage, main: ExampleAgreement, { reached, published }: Course): Promise<void> {
  await reached(26);
  await stage.play(26, '13:15', () => stage.get(NarrowPart).withdraw(stage.signatory(WITHDRAWN), {
    id: main.party(WITHDRAWN).id, expectedVersion: 5, reason: 'The practice merges with another and will sign again under its new code.', idempotencyKey: main.key('withdraw', WITHDRAWN),
  }));
  await published(26, '13:15:01');
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
