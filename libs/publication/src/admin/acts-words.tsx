import { AccordLink, count, countOf, dutyWords, inWords } from '@accord/kernel/admin';
import { act, history, isKnownAct } from './history-messages.js';

interface ActShown { readonly type: string; readonly at: string; readonly count: number; readonly byName: string | null; readonly duty: string | null; readonly reason: string | null; readonly agreementId: string | null; readonly agreement: string | null }
export interface ActsShown { readonly total: number; readonly items: readonly ActShown[] }

export const ACT_FIELDS = 'acts { total items { type at count byName duty reason agreementId agreement } }';

/** "A practice withdrew, by Grace Adeyemi (Signatory)"; "The signing keys were changed (“The signer machine was stolen”), by …". */
function actWords({ type, count: times, byName, duty, reason }: ActShown): string {
  const what = isKnownAct(type) ? act(type) : inWords(type);
  const said = reason !== null ? history('because', { what, reason }) : times === 1 ? what : history('times', { what, count: count(times) });
  if (byName === null) return said;
  return duty === null ? history('byOne', { what: said, name: byName }) : history('byOneDuty', { what: said, name: byName, duty: dutyWords(duty) });
}

/** Who caused a publication: some of it in a list, all that was told on its page. */
export function Acts({ acts: { items, total }, most }: { readonly acts: ActsShown; readonly most: number }) {
  if (total === 0) return <>{history('nobody')}</>;
  const shown = items.slice(0, most);
  return (
    <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
      {shown.map((each, at) => (
        <li key={`${each.type} ${each.at} ${at}`}>{actWords(each)}{each.agreement !== null && each.agreementId !== null && <> {history('inAgreement')} <AccordLink to={`/agreements/${each.agreementId}`}>{each.agreement}</AccordLink></>}</li>
      ))}
      {total > shown.length && <li>{history('actsMore', { count: total - shown.length })}</li>}
    </ul>
  );
}

/** "3 files, 14 kB". */
export function sizeWords(files: number, bytes: number): string {
  const size = bytes < 1_000 ? history('bytes', { count: count(bytes) }) : bytes < 1_000_000 ? history('kilobytes', { count: count(Math.round(bytes / 1_000)) }) : history('megabytes', { count: (bytes / 1_000_000).toFixed(1) });
  return history('sizeOf', { files: countOf(files, history('file'), history('files')), size });
}
