const LONGEST = 254;
const PART = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?';
const ADDRESS = new RegExp(`^[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${PART}(?:\\.${PART})*$`);

/**
 * What a sign-in service says somebody's address is, where it is one address and nothing else: no name, no list, no line of a header
 * (RFC 5321, without quoted and international forms). Null for anything else: a person without mail still signs in.
 */
export function mailAddress(said: unknown): string | null {
  return typeof said === 'string' && said.length <= LONGEST && ADDRESS.test(said) ? said : null;
}
