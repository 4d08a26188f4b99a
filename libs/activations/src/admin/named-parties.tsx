import { OrganisationName } from '@accord/kernel/admin';
import { say } from './messages.js';

const SHOWN = 12;

/** Organisations by name, the first dozen of many unless all are wanted. */
export function NamedParties({ parties, all = false }: { readonly parties: readonly { readonly name: string; readonly odsCode: string }[]; readonly all?: boolean }) {
  const shown = all ? parties.length : SHOWN;
  return (
    <ul>
      {parties.slice(0, shown).map(({ name, odsCode }) => <li key={odsCode}><OrganisationName name={name} odsCode={odsCode} /></li>)}
      {parties.length > shown && <li>{say('andMore', { more: parties.length - shown })}</li>}
    </ul>
  );
}
