/** What people announces in the outbox and in the change records. */
export const PEOPLE_EVENTS = [
  'person.invited', 'person.disabled', 'person.signed-in', 'person.stepped-up', 'person.signed-out', 'person.address-proven', 'person.chose-acting',
  'duty.proposed', 'duty.confirmed', 'duty.ended', 'authority.recorded', 'authority.confirmed', 'authority.ended', 'installation.administrators-named',
] as const;

export type PeopleEvent = (typeof PEOPLE_EVENTS)[number];
