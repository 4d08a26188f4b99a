import { Box } from '@mui/material';
import { AccordLink } from './accord-link.js';
import { DataTable } from './data-table.js';
import { Section } from './page.js';
import { count } from './written.js';

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** Opens what was counted. */
  readonly to?: string;
}

/** A chart of bars, each a link to what it counts, with the same figures as a table beneath. */
export function Bars({ title, unit, bars }: { readonly title: string; readonly unit: string; readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <Section title={title}>
      <Box aria-hidden sx={{ display: 'flex', alignItems: 'flex-end', gap: '2px', height: 140, borderBottom: 1, borderColor: 'divider', mb: 1, overflow: 'hidden' }}>
        {bars.map((bar) => <Box key={bar.key} title={`${bar.label}: ${count(bar.value)}`} sx={{ flex: '1 1 0', minWidth: 2, maxWidth: 48, bgcolor: 'primary.main', height: `${(bar.value / most) * 100}%`, minHeight: bar.value > 0 ? 2 : 0 }} />)}
      </Box>
      <details>
        <summary>Show as table</summary>
        <DataTable caption={title} rows={bars} keyOf={(bar) => bar.key} columns={[
          { key: 'label', head: title, cell: (bar) => (bar.to === undefined ? bar.label : <AccordLink to={bar.to}>{bar.label}</AccordLink>) },
          { key: 'value', head: unit, figures: true, cell: (bar) => count(bar.value) },
        ]} />
      </details>
    </Section>
  );
}
