import { countOf, dayInProse } from '@accord/kernel';
import { standingSays } from './messages.js';

/** How sharing stands for one organisation: who sees its records now, and whose records its people see. */
export interface OrganisationStanding {
  readonly name: string;
  readonly viewers: number;
  readonly practices: number;
  /** It takes part as a viewing organisation alone: nobody would see records of it. */
  readonly isViewer: boolean;
  readonly mostViews: number;
  /** Parts of it that are suspended, in agreements that go on. */
  readonly suspended: number;
  readonly lastChangeAt: Date | string | null;
}

/** How far a locality is: who has gone live, whether or not anything is seen now. */
export interface LocalityStanding {
  readonly localityId: string;
  readonly name: string;
  readonly practices: number;
  readonly live: number;
  readonly suspended: number;
  readonly viewers: number;
  readonly lastChangeAt: Date | string | null;
}

export const changedSentence = (at: Date | string | null): string => (at === null ? '' : ` ${standingSays('last-change', { day: dayInProse(at) })}`);

/** One sentence on an organisation acted for, with its last change. */
export function organisationSentence({ name, viewers, practices, isViewer, mostViews, suspended, lastChangeAt }: OrganisationStanding): string {
  const rest = `${suspended === 0 ? '' : ` ${standingSays(suspended === 1 ? 'part-suspended' : 'parts-suspended', { count: suspended })}`}${changedSentence(lastChangeAt)}`;
  const views = countOf(mostViews, 'view');
  if (practices > 0) return standingSays('views-of', { name, views, practices: countOf(practices, 'practice') }) + rest;
  if (viewers === 0) return standingSays(isViewer ? 'views-of.none' : 'viewed.none', { name }) + rest;
  return standingSays('viewed', { viewers: countOf(viewers, 'organisation'), views, name }) + rest;
}

/** One sentence on a locality acted for, without its last change: on a screen it is a link, and that stands behind it. */
export function localitySentence({ name, live, practices, suspended, viewers }: LocalityStanding): string {
  if (practices === 0) return standingSays('locality.none', { name });
  return standingSays(suspended === 0 ? 'locality' : 'locality.suspended', { name, live, suspended, practices: countOf(practices, 'practice'), viewers: countOf(viewers, 'viewing organisation') });
}
