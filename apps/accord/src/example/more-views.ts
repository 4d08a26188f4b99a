import { ProposeViewSet } from '@accord/agreements/server';
import { EXAMPLE_VIEWERS } from '@accord/tooling/server';
import type { Course } from './chapter.js';
import type { ExampleAgreement } from './example-agreement.js';
import type { ExampleStage } from './example-stage.js';

const NURSES = 'TSTV10';
const NEW_VIEW = 'risks-and-warnings';

/** Another view for the community nurses: put to all who share with them; the nurses' own organisation and these practices have agreed. */
export async function proposeMoreViews(stage: ExampleStage, main: ExampleAgreement, practices: readonly string[], { reached }: Course): Promise<void> {
  await reached(20);
  const { views } = EXAMPLE_VIEWERS.find(({ odsCode }) => odsCode === NURSES)!;
  await stage.play(20, '11:00', () => stage.get(ProposeViewSet).execute(stage.officer(), {
    consumerOdsCode: NURSES, serviceCode: 'DCR', views: [...views, NEW_VIEW], lapsesOn: stage.calendar.day(-25), idempotencyKey: main.key('more-views'),
    reason: 'Nurses who visit alone have to know of allergies and of risks at the door.',
  }));
  await main.proposed(20, '11:01');
  const agreeing = [NURSES, ...practices];
  for (const [index, odsCode] of agreeing.entries()) {
    await main.sign(odsCode, 19 - (index % 3), `12:${10 + 2 * index}`);
    await main.verify(odsCode, 16, `14:${10 + 2 * index}`);
  }
  await main.approve(agreeing, 15);
}
