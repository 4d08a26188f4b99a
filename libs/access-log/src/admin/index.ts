import type { AdminCapability, PaletteEntry, Session } from '@accord/kernel/admin';
import { say } from './messages.js';
import { mayBeNhsNumber, searchAddress } from './search-criteria.js';

const mayCount = (session: Session): boolean => session.may('read', 'AccessDashboard').allowed;
const maySearch = (session: Session): boolean => session.may('search', 'AccessEvent').allowed;

/** Whole message ids lead to the search, which puts itself on record; nothing is asked of the log while somebody is still typing (R10). */
function found(typed: string): readonly PaletteEntry[] {
  if (mayBeNhsNumber(typed)) return [{ label: say('palettePatient'), to: '/access-log', blocked: say('palettePatientBlocked') }];
  if (!/^(?=.*\d)[\w.:/-]{6,256}$/.test(typed)) return [];
  return [{ label: say('paletteMessage', { id: typed }), hint: say('paletteHint'), to: searchAddress({ messageId: typed }) }];
}

export const accessLogAdmin: AdminCapability = {
  navigation: [
    { group: 'access-log', label: say('navSearch'), to: '/access-log', shownTo: maySearch },
    { group: 'access-log', label: say('navDashboards'), to: '/dashboards', shownTo: mayCount },
  ],
  routes: [
    { path: '/access-log', load: () => import('./access-log-search.js').then(({ AccessLogSearch }) => ({ default: AccessLogSearch })) },
    { path: '/patient-searches', load: () => import('./patient-searches.js').then(({ PatientSearches }) => ({ default: PatientSearches })) },
    { path: '/access-log/:eventId', load: () => import('./access-event-page.js').then(({ AccessEventPage }) => ({ default: AccessEventPage })) },
    { path: '/dashboards', load: () => import('./access-dashboards.js').then(({ AccessDashboards }) => ({ default: AccessDashboards })) },
  ],
  actions: (session) => [{ label: say('searchAction'), to: '/access-log', ...(maySearch(session) ? {} : { blocked: say('searchBlocked') }) }],
  finds: [{ heading: say('palette'), shownTo: maySearch, find: (typed) => Promise.resolve(found(typed)) }],
};
