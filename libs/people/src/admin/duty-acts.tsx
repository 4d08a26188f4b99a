import { ConfirmAct, dayInProse, dutyWords, useAct, useSession } from '@accord/kernel/admin';
import { say } from './messages.js';
import type { DutyRow } from './people-queries.js';
import { placeOf } from './people-words.js';

const CONFIRM = 'mutation ConfirmGrant($input: ConfirmGrantInput!) { confirmGrant(input: $input) { id state version } }';
const END = 'mutation EndGrant($input: EndGrantInput!) { endGrant(input: $input) { id state version } }';

/** What one may do to a duty somebody holds, or is to hold. */
export function DutyActs({ row, confirmingOnly = false }: { readonly row: DutyRow; readonly confirmingOnly?: boolean }) {
  const { me, may } = useSession();
  const confirming = useAct(CONFIRM);
  const ending = useAct(END);
  const words = { name: row.personName, duty: dutyWords(row.duty), place: placeOf(row), from: dayInProse(row.from) };
  const mayEnd = [{ personId: row.personId }, { odsCode: row.odsCode ?? '' }].map((facts) => may('end', 'Duty', { personId: '', odsCode: '', ...facts })).find((each) => each.allowed);
  const because = row.proposedBy === me.person.id ? say('own-proposal') : row.personId === me.person.id ? say('own-duty') : undefined;
  return (
    <>
      {row.state === 'proposed' && <ConfirmAct label={say('confirm')} about={`${words.name}, ${words.duty}`} title={say('confirm.title')} preview={<p>{say('confirm.duty', words)}</p>} may={may('grant', 'Duty', { odsCode: row.odsCode })} disabledBecause={because}
        {...confirming} confirm={async () => await confirming.act({ grantId: row.id, expectedVersion: row.version }) !== null} />}
      {!confirmingOnly && (row.state === 'confirmed' || row.state === 'proposed') && mayEnd !== undefined && <ConfirmAct label={say('end')} about={`${words.name}, ${words.duty}`} title={say('end.duty.title')} preview={<p>{say('end.duty', words)}</p>} may={mayEnd} asksReason narrowing
        {...ending} confirm={async (reason) => await ending.act({ grantId: row.id, expectedVersion: row.version, reason }) !== null} />}
    </>
  );
}
