import type { ExampleOrganisation } from './example-localities.js';

/** What a viewing organisation does; it decides when its staff look and why. */
export type ViewerKind = 'out-of-hours' | 'hospice' | 'emergency-department' | 'ambulance' | 'urgent-care' | 'community';

export interface ExampleViewer extends ExampleOrganisation {
  readonly kind: ViewerKind;
  /** Where it was commissioned; it may look elsewhere too. */
  readonly localityCode: string;
  readonly setting: number;
  /** What its staff see of every practice that shares with it. */
  readonly views: readonly string[];
  readonly system: string;
}

const EVERYTHING = ['summary', 'problems', 'diagnosis', 'medication', 'risks-and-warnings', 'procedures', 'investigations', 'examinations', 'events', 'demographics'];
const NOT = (...left: string[]): string[] => EVERYTHING.filter((view) => !left.includes(view));
const EMERGENCY = ['summary', 'problems', 'medication', 'risks-and-warnings', 'demographics'];

const SETTINGS: Readonly<Record<ViewerKind, number>> = { 'out-of-hours': 2, 'hospice': 13, 'emergency-department': 10, 'ambulance': 12, 'urgent-care': 12, 'community': 9 };

/** Twelve invented organisations whose staff look at records, each with its own view set. */
export const EXAMPLE_VIEWERS: readonly ExampleViewer[] = [
  viewer('TSTV01', 'Aldermoor Out of Hours', 'out-of-hours', 'TSTL01', EVERYTHING, 'Nightdesk'),
  viewer('TSTV02', 'Brackenshire Out of Hours', 'out-of-hours', 'TSTL02', NOT('events'), 'Nightdesk'),
  viewer('TSTV03', 'Coldwater Bay Out of Hours', 'out-of-hours', 'TSTL03', NOT('events'), 'Nightdesk'),
  viewer('TSTV04', 'St Brannock Hospice', 'hospice', 'TSTL01', NOT('examinations', 'events'), 'Palliative record'),
  viewer('TSTV05', 'Lantern House Hospice', 'hospice', 'TSTL03', NOT('examinations', 'events', 'investigations'), 'Palliative record'),
  viewer('TSTV06', 'Moorside Hospital Emergency Department', 'emergency-department', 'TSTL01', NOT('procedures', 'events'), 'Emergency board'),
  viewer('TSTV07', 'Bay Hospital Emergency Department', 'emergency-department', 'TSTL03', NOT('events'), 'Emergency board'),
  viewer('TSTV08', 'Three Rivers Ambulance Service', 'ambulance', 'TSTL02', EMERGENCY, 'Crew tablet'),
  viewer('TSTV09', 'Brackenshire Urgent Treatment Centre', 'urgent-care', 'TSTL02', [...EMERGENCY, 'examinations'], 'Walk-in desk'),
  viewer('TSTV10', 'Aldermoor Community Nursing', 'community', 'TSTL01', ['summary', 'problems', 'medication', 'investigations', 'demographics'], 'District caseload'),
  viewer('TSTV11', 'Coldwater Bay Community Services', 'community', 'TSTL03', ['summary', 'problems', 'medication', 'demographics'], 'District caseload'),
  viewer('TSTV12', 'Aldermoor Rapid Response Team', 'community', 'TSTL01', ['summary', 'medication', 'risks-and-warnings'], 'Rapid response'),
];

function viewer(odsCode: string, name: string, kind: ViewerKind, localityCode: string, views: readonly string[], system: string): ExampleViewer {
  return {
    odsCode, name, kind, localityCode, setting: SETTINGS[kind], system, street: '1 Example Square', town: name.split(' ')[0]!,
    views: EVERYTHING.filter((view) => views.includes(view)),
  };
}
