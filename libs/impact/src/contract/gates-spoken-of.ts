import type { ActOnAccess } from '@accord/agreements';

/**
 * Of whose gates an act speaks: when an organisation is open, when it is hosted, or with which certificates its systems may ask. All of them
 * may turn on days to come, so what such an act changes is looked at on each of those days. Null where an act speaks of none.
 */
export function gatesSpokenOf(act: ActOnAccess): readonly string[] | null {
  switch (act.kind) {
    case 'hosted': case 'organisations-open': return act.changes.map(({ odsCode }) => odsCode);
    case 'confirm': return act.certificates.map(({ consumerOdsCode }) => consumerOdsCode);
    case 'revoke': return [act.consumerOdsCode];
    default: return null;
  }
}
