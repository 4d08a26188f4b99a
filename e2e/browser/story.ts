import { it } from '@jest/globals';
import { JourneyFault } from './person.js';
import type { Stage } from './stage.js';

/** Steps that build on each other. After one that failed the others fail at once, and pictures show what everybody saw. */
export function story(stage: () => Stage): (title: string, act: () => Promise<void>) => void {
  let failed: string | null = null;
  return (title, act) => it(title, async () => {
    if (failed !== null) throw new JourneyFault(`Not tried: "${failed}" failed before it.`);
    try {
      await act();
    } catch (fault) {
      failed = title;
      await stage().picturesOf(title.replaceAll(/\W+/g, ' ').trim());
      throw fault;
    }
  });
}
