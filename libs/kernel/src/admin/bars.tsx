import { Box } from '@mui/material';
import { useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useNavigate } from 'react-router';
import { AccordLink } from './accord-link.js';
import { DataTable } from './data-table.js';
import { Section } from './page.js';
import { count } from './written.js';

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** So many of the value are of the kind the chart marks. */
  readonly marked?: number;
  /** Opens what was counted. */
  readonly to?: string;
}

export interface BarsProps {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** What the marked part of each bar is: "Refused". */
  readonly marks?: string;
  /** Head of the first column; the title unless said otherwise. */
  readonly head?: string;
}

const HEIGHT = 140;
const STEP = 20;

/**
 * A chart of bars, each a link to what it counts, with the same figures as a table beneath. The bars are one stop of the keyboard:
 * arrow keys go from one to the next, Enter opens it.
 */
export function Bars({ title, unit, bars, marks, head = title }: BarsProps) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <Section title={title}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, justifyContent: 'space-between', color: 'text.secondary', fontSize: '0.875rem' }}>
        <span>Highest: {count(most)} {unit.toLowerCase()}</span>
        {marks !== undefined && <span><Box component="span" aria-hidden sx={{ color: 'error.main' }}>■</Box> {marks}</span>}
      </Box>
      <Chart title={title} unit={unit} bars={bars} marks={marks} most={most} />
      {bars.length > 1 && (
        <Box aria-hidden sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, fontSize: '0.875rem', color: 'text.secondary', mb: 1 }}><span>{bars[0]?.label}</span><span>{bars.at(-1)?.label}</span></Box>
      )}
      <details>
        <summary>Show as table</summary>
        <DataTable caption={title} rows={bars} keyOf={(bar) => bar.key} columns={[
          { key: 'label', head, cell: (bar) => (bar.to === undefined ? bar.label : <AccordLink to={bar.to}>{bar.label}</AccordLink>) },
          { key: 'value', head: unit, figures: true, cell: (bar) => count(bar.value) },
          ...(marks === undefined ? [] : [{ key: 'marked', head: marks, figures: true, cell: (bar: Bar) => count(bar.marked ?? 0) }]),
        ]} />
      </details>
    </Section>
  );
}

function Chart({ title, unit, bars, marks, most }: BarsProps & { readonly most: number }) {
  const navigate = useNavigate();
  const drawing = useRef<SVGSVGElement>(null);
  const [stop, setStop] = useState(0);
  const here = Math.min(stop, Math.max(0, bars.length - 1));
  const go = (event: MouseEvent, to: string): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    Promise.resolve(navigate(to)).catch(() => undefined);
  };
  const move = (event: KeyboardEvent): void => {
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: bars.length - 1 }[event.key];
    if (next === undefined || next < 0 || next >= bars.length) return;
    event.preventDefault();
    setStop(next);
    drawing.current?.querySelectorAll('a')[next]?.focus();
  };
  const says = (bar: Bar): string => `${bar.label}: ${count(bar.value)} ${unit.toLowerCase()}${marks === undefined ? '' : `, ${count(bar.marked ?? 0)} ${marks.toLowerCase()}`}`;
  const width = Math.max(1, bars.length) * STEP;
  const height = (value: number): number => (value === 0 ? 0 : Math.max(2, (value / most) * HEIGHT));
  const links = bars.every((bar) => bar.to !== undefined);
  return (
    <Box component="svg" ref={drawing} viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" {...(links ? { 'role': 'group', 'aria-label': title, 'onKeyDown': move } : { 'aria-hidden': true })} sx={{
      'display': 'block', 'width': '100%', 'maxWidth': bars.length * 64, 'height': HEIGHT, 'borderBottom': 1, 'borderColor': 'divider', 'color': 'primary.main', '& rect': { fill: 'currentColor' },
      '& .marked': { color: 'error.main' }, '& .ground': { fill: 'transparent' }, '& a:hover .ground, & a:focus .ground': { fill: 'currentColor', opacity: 0.15 }, '& a:focus-visible': { outline: '2px solid', outlineOffset: -1 },
    }}>
      {bars.map((bar, place) => {
        const parts = (
          <>
            <title>{says(bar)}</title>
            <rect className="ground" x={place * STEP} y={0} width={STEP} height={HEIGHT} />
            <rect x={place * STEP + 2} y={HEIGHT - height(bar.value)} width={STEP - 4} height={height(bar.value)} />
            {(bar.marked ?? 0) > 0 && <rect className="marked" x={place * STEP + 2} y={HEIGHT - height(bar.marked ?? 0)} width={STEP - 4} height={height(bar.marked ?? 0)} />}
          </>
        );
        return !links || bar.to === undefined ? <g key={bar.key}>{parts}</g> : <a key={bar.key} href={bar.to} aria-label={says(bar)} tabIndex={place === here ? 0 : -1} onFocus={() => setStop(place)} onClick={(event) => go(event, bar.to!)}>{parts}</a>;
      })}
    </Box>
  );
}
