import { dayInProse, dayInTable, instantInTable } from './written.js';

/** A day of a table, machine-readable. */
export function Day({ at, prose = false }: { readonly at: string | null | undefined; readonly prose?: boolean }) {
  if (at == null) return <span>–</span>;
  return <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>{prose ? dayInProse(at) : dayInTable(at)}</time>;
}

/** An instant with seconds and its zone, machine-readable. */
export function Moment({ at }: { readonly at: string | null | undefined }) {
  if (at == null) return <span>–</span>;
  return <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>{instantInTable(at)}</time>;
}
