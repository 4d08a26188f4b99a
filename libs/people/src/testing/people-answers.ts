import { GrantorsOfDuties, RegistersOfAuthority } from '../server/read-models/authorities.js';

/** Registers of authority and grantors as they answer their neighbours, without Nest. */
export function peopleAnswers(): { readonly authorities: RegistersOfAuthority; readonly grantors: GrantorsOfDuties } {
  return { authorities: new RegistersOfAuthority(), grantors: new GrantorsOfDuties() };
}
