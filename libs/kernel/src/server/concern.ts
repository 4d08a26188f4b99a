import { isId, isOdsCode } from '../contract/index.js';

/** The agreement, locality and organisation that an attempt is about, or what else it is. */
export interface Concern {
  readonly agreementId?: string | null | undefined;
  readonly localityId?: string | null | undefined;
  readonly odsCode?: string | null | undefined;
  /** What people know a gateway by: kept with the attempt, which may name nothing but an id. */
  readonly gatewayCode?: string | undefined;
}

/** What one transaction has said so far; kept outside it, because a refusal rolls it back. */
export interface Noted {
  concern: Concern;
}

/** What a use-case said stands instead of what the command named, whole, so that the two are never mixed. Text that is no id, or no code, is left out. */
export function concernOf(command: Concern, { concern }: Noted): { readonly agreementId: string | null; readonly localityId: string | null; readonly odsCode: string | null } {
  const { agreementId, localityId, odsCode } = Object.keys(concern).length > 0 ? concern : command;
  const onlyIf = (isOne: (text: string) => boolean, text: string | null | undefined): string | null => (text && isOne(text) ? text : null);
  return { agreementId: onlyIf(isId, agreementId), localityId: onlyIf(isId, localityId), odsCode: onlyIf(isOdsCode, odsCode) };
}
