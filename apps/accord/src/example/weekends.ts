import { EXAMPLE_LOCALITIES, EXAMPLE_VIEWERS } from '@accord/tooling/server';
import type { Course } from './chapter.js';
import { ExampleAgreement } from './example-agreement.js';
import type { ExampleStage } from './example-stage.js';

const VIEWER = 'TSTV05';

/** What five practices of Brackenshire agreed beside it, for the weekends of a hospice of the neighbouring locality. */
export async function agreeWeekends(stage: ExampleStage, practices: readonly string[], { reached, published }: Course): Promise<ExampleAgreement> {
  await reached(118);
  const weekends = await ExampleAgreement.draft(stage, {
    reference: 'DCR-BRACKENSHIRE-0002', localityCode: EXAMPLE_LOCALITIES[1]!.code, title: 'Detailed Care Record for hospice care at weekends', providers: practices,
    consumers: EXAMPLE_VIEWERS.filter(({ odsCode }) => odsCode === VIEWER), purpose: 'Hospice care at weekends of patients who live between two localities',
    beginsOn: stage.calendar.day(110), reviewOn: stage.calendar.day(-80), endsOn: stage.calendar.day(-255), draftedDaysAgo: 118,
  });
  await weekends.open(117);
  for (const [index, odsCode] of [...practices, VIEWER].entries()) {
    await weekends.sign(odsCode, 115, `10:${10 + 3 * index}`);
    await weekends.verify(odsCode, 111, `14:${10 + 3 * index}`);
  }
  await weekends.takeLive([...practices, VIEWER], 106);
  await published(106);
  return weekends;
}

/** Other words, for nights as well and for another year: the hospice and two practices have gone over to them, the others go on by what they signed. */
export async function amendWeekends(stage: ExampleStage, weekends: ExampleAgreement, practices: readonly string[], { reached, published }: Course): Promise<void> {
  await reached(37);
  await weekends.amend({
    title: 'Detailed Care Record for hospice care at nights and weekends', purpose: 'Hospice care at nights and weekends of patients who live between two localities',
    reviewOn: stage.calendar.day(-325), endsOn: stage.calendar.day(-620),
  }, 37, 35, practices);
  const over = [VIEWER, ...practices.slice(0, 2)];
  for (const [index, odsCode] of over.entries()) {
    await weekends.sign(odsCode, 34 - index, '12:40');
    await weekends.verify(odsCode, 31 - index, '15:20');
  }
  await weekends.takeLive(over, 27);
  await published(27);
}
