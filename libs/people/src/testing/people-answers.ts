import { GrantorsOfDuties, RegistersOfAuthority } from '../server/read-models/authorities.js';
import { ProvenAddresses } from '../server/read-models/proven-addresses.js';

/** Registers of authority, grantors and proven addresses as they answer their neighbours, without Nest. */
export function peopleAnswers(): { readonly authorities: RegistersOfAuthority; readonly grantors: GrantorsOfDuties; readonly addresses: ProvenAddresses } {
  return { authorities: new RegistersOfAuthority(), grantors: new GrantorsOfDuties(), addresses: new ProvenAddresses() };
}
