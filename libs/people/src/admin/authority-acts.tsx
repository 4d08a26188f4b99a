import { ConfirmAct, dayInProse, useAct, useSession } from '@accord/kernel/admin';
import { say } from './messages.js';
import type { AuthorityRow } from './people-queries.js';

const CONFIRM = 'mutation ConfirmAuthority($input: ConfirmAuthorityInput!) { confirmAuthority(input: $input) { id state version } }';
const END = 'mutation EndAuthority($input: EndAuthorityInput!) { endAuthority(input: $input) { id state version } }';

/** What one may do to a line of a register. */
export function AuthorityActs({ row }: { readonly row: AuthorityRow }) {
  const { me, may } = useSession();
  const confirming = useAct(CONFIRM);
  const ending = useAct(END);
  const words = { name: row.signatoryName, role: row.roleTitle, organisation: `${row.organisationName} (${row.odsCode})`, from: dayInProse(row.from) };
  const mine = may('record', 'Authority');
  const because = row.recordedBy === me.person.id ? say('own-proposal') : row.personId === me.person.id ? say('own-duty') : undefined;
  return (
    <>
      {row.state === 'recorded' && <ConfirmAct label={say('confirm')} about={`${words.name}, ${words.organisation}`} title={say('confirm.title')} preview={<p>{say('confirm.authority', words)}</p>} may={mine} disabledBecause={because}
        {...confirming} confirm={async () => await confirming.act({ authorityId: row.id, expectedVersion: row.version }) !== null} />}
      {(row.state === 'confirmed' || row.state === 'recorded') && <ConfirmAct label={say('end')} about={`${words.name}, ${words.organisation}`} title={say('end.authority.title')} preview={<p>{say('end.authority', words)}</p>} may={mine} asksReason narrowing
        {...ending} confirm={async (reason) => await ending.act({ authorityId: row.id, expectedVersion: row.version, reason }) !== null} />}
    </>
  );
}
