import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { AccordLink, count, DataTable, Section } from '@accord/kernel/admin';
import { say } from './messages.js';

export interface Trend { readonly now: number; readonly before: number }
export interface NamedTrend extends Trend { readonly value: string; readonly name: string | null }

export interface TrendTableProps {
  readonly title: string;
  readonly head: string;
  readonly rows: readonly NamedTrend[];
  /** "30 days": what they are compared with. */
  readonly days: string;
  readonly none: string;
  readonly words: (row: NamedTrend) => ReactNode;
  readonly hint?: (row: NamedTrend) => string;
  readonly to: (row: NamedTrend) => string;
  /** The same search over the days before. */
  readonly toBefore: (row: NamedTrend) => string;
}

/** Figures by name, each a link to what it counts, drawn beside; with the same days before. */
export function TrendTable({ title, head, rows, days, none, words, hint, to, toBefore }: TrendTableProps) {
  const most = Math.max(1, ...rows.map(({ now }) => now));
  return (
    <Section title={title}>
      {rows.length === 0 ? <p>{none}</p> : (
        <DataTable caption={title} rows={rows} keyOf={({ value }) => value} columns={[
          { key: 'name', head, cell: (row) => <><AccordLink to={to(row)}>{words(row)}</AccordLink>{hint !== undefined && <Box sx={{ color: 'text.secondary', maxWidth: '60ch' }}>{hint(row)}</Box>}</> },
          { key: 'drawn', head: say('share'), cell: ({ now }) => <Box aria-hidden sx={{ display: 'inline-block', verticalAlign: 'middle', height: 12, minWidth: now > 0 ? 2 : 0, width: { xs: `${(now / most) * 50}%`, sm: `${Math.round((now / most) * 160)}px` }, bgcolor: 'primary.main', forcedColorAdjust: 'none' }} /> },
          { key: 'now', head: say('times'), figures: true, cell: (row) => <AccordLink to={to(row)}>{count(row.now)}</AccordLink> },
          { key: 'before', head: say('before', { days: days.charAt(0).toUpperCase() + days.slice(1) }), figures: true, cell: (row) => <AccordLink to={toBefore(row)}>{count(row.before)}</AccordLink> },
          { key: 'change', head: say('change'), figures: true, cell: ({ now, before }) => (before === 0 ? '–' : `${now >= before ? '+' : '−'}${count(Math.round((Math.abs(now - before) / before) * 100))}%`) },
        ]} />
      )}
    </Section>
  );
}
