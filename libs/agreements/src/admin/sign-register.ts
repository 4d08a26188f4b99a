import { useAsk, useSession } from '@accord/kernel/admin';

/** A line of the register of authority. */
export interface RegisterLine {
  readonly id: string;
  readonly personId: string;
  readonly signatoryName: string;
  readonly roleTitle: string;
  readonly from: string;
  readonly until: string | null;
  readonly state: string;
}

const QUERY = 'query Register($odsCode: String) { authorities(odsCode: $odsCode, perPage: 200) { items { id personId signatoryName roleTitle from until state } } }';

export function useRegister(odsCode: string) {
  const { may } = useSession();
  return useAsk<{ authorities: { items: readonly RegisterLine[] } }>(QUERY, { odsCode }, { enabled: may('read', 'Authority').allowed });
}

/** Whether a line lets its person sign at that instant, as far as the register shows it; the server decides. */
export function countsAt(line: RegisterLine, at: Date): boolean {
  return line.state === 'confirmed' && new Date(line.from) <= at && (line.until === null || at < new Date(line.until));
}

/** Of one person: the line that counts now, or the one that comes nearest to it. */
export function lineOf(lines: readonly RegisterLine[], personId: string, now: Date): { readonly line: RegisterLine | null; readonly counts: boolean } {
  const own = lines.filter((line) => line.personId === personId);
  const counting = own.find((line) => countsAt(line, now));
  if (counting !== undefined) return { line: counting, counts: true };
  const order = ['recorded', 'confirmed', 'over', 'ended'];
  return { line: [...own].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state))[0] ?? null, counts: false };
}
