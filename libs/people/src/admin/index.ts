import type { AdminCapability } from '@accord/kernel/admin';
import { say } from './messages.js';
import { AUTHORITIES, DUTIES, PEOPLE, type AuthoritiesAnswer, type DutiesAnswer, type PeopleAnswer } from './people-queries.js';

export const peopleAdmin: AdminCapability = {
  navigation: [
    { group: 'governance', label: say('people'), to: '/people', shownTo: (session) => session.may('read', 'Duty').allowed },
    { group: 'governance', label: say('authorities'), to: '/authorities', shownTo: (session) => session.may('read', 'Authority').allowed },
  ],
  routes: [
    { path: '/people', load: () => import('./people-list.js').then(({ PeopleList }) => ({ default: PeopleList })) },
    { path: '/people/new', load: () => import('./invite-person.js').then(({ InvitePerson }) => ({ default: InvitePerson })) },
    { path: '/people/:id', load: () => import('./person-page.js').then(({ PersonPage }) => ({ default: PersonPage })) },
    { path: '/duties', load: () => import('./duty-list.js').then(({ DutyList }) => ({ default: DutyList })) },
    { path: '/duties/new', load: () => import('./grant-duty.js').then(({ GrantDuty }) => ({ default: GrantDuty })) },
    { path: '/authorities', load: () => import('./authority-list.js').then(({ AuthorityList }) => ({ default: AuthorityList })) },
    { path: '/authorities/new', load: () => import('./record-authority.js').then(({ RecordAuthority }) => ({ default: RecordAuthority })) },
  ],
  resources: [
    { name: 'people', list: { query: PEOPLE, variables: ({ page, perPage, filter }) => ({ page, perPage, search: filter['search'] }), read: ({ people }: PeopleAnswer) => people } },
    { name: 'duties', list: { query: DUTIES, variables: ({ page, perPage, filter }) => ({ page, perPage, duty: filter['duty'], state: filter['state'], odsCode: filter['odsCode'] }), read: ({ duties }: DutiesAnswer) => duties } },
    { name: 'authorities', list: { query: AUTHORITIES, variables: ({ page, perPage, filter }) => ({ page, perPage, odsCode: filter['odsCode'], state: filter['state'] }), read: ({ authorities }: AuthoritiesAnswer) => authorities } },
  ],
  actions: (session) => [
    { label: say('invite'), to: '/people/new', ...(session.may('invite', 'Person').allowed ? {} : { blocked: say('not-this-duty') }) },
    { label: say('grant'), to: '/duties/new', ...(session.may('grant', 'Duty').allowed ? {} : { blocked: say('not-this-duty') }) },
    { label: say('record'), to: '/authorities/new', ...(session.may('record', 'Authority').allowed ? {} : { blocked: say('not-this-duty') }) },
  ],
};
