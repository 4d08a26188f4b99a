import { Capabilities } from '../capabilities.js';
import type { FirstStart } from '../first-start.js';
import { aldermoor } from './aldermoor.js';
import { brackenshire, NOT_STREAMING } from './brackenshire.js';
import { coldwaterBay } from './coldwater-bay.js';
import { ExampleCalendar } from './example-calendar.js';
import { castExample } from './example-cast.js';
import { recordGates, registerMachines } from './example-machines.js';
import { ExampleMark } from './example-mark.js';
import { ExamplePublications } from './example-publications.js';
import { ExampleStage } from './example-stage.js';
import { EXAMPLE_SIGN_INS } from './example-sign-ins.js';
import { importOrganisations } from './import-organisations.js';
import { MovedClock } from './moved-clock.js';
import { Turns } from './turns.js';

const HOUR = 3_600_000;

/**
 * The example: three invented localities with what happened in them over more than a year. Every step is the use-case a person would use,
 * at the instant at which they would have used it, under an idempotency key, so that a start that was cut short goes on.
 */
export const fillExample: FirstStart = async ({ home, databaseUrls, migratorUrl, openIdIssuer, now, say }) => {
  const { begunAt } = ExampleMark.of(home).begin(now);
  const clock = new MovedClock(begunAt);
  const stage = new ExampleStage(await Capabilities.open(databaseUrls.api, home, { clock, poolSize: 6 }), clock, new ExampleCalendar(begunAt));
  try {
    say('first start: example organisations, people and machines');
    stage.localities = await importOrganisations(stage);
    await castExample(stage, EXAMPLE_SIGN_INS, openIdIssuer, migratorUrl);
    await registerMachines(stage, home, begunAt);
    await recordGates(stage, (odsCode) => (odsCode === NOT_STREAMING ? 'local' : Number(odsCode.slice(-1)) % 3 === 0 ? 'streaming' : 'hosted-centrally'));

    const publications = await ExamplePublications.open(stage, home, databaseUrls);
    try {
      await publications.found(410);
      say('first start: agreements, signatures and publications of three localities');
      await Turns.play([aldermoor, brackenshire, coldwaterBay].map((chapter) => (turns) =>
        chapter(stage, { reached: (daysAgo) => turns.until(daysAgo), published: (daysAgo, time) => publications.publish(daysAgo, time) })));
      await publications.receipts(new Date(begunAt.getTime() - 3 * HOUR));
    } finally {
      await publications.close();
    }
    say(`first start: ${EXAMPLE_SIGN_INS.length} people can sign in; everything is invented`);
  } finally {
    await stage.capabilities.close();
  }
};
