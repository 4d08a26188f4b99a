import { Box, GlobalStyles } from '@mui/material';
import { Fragment, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  readonly figures?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table shows, for those who hear it; shown too unless hidden. */
  readonly caption: string;
  readonly showCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What stands under a row, as wide as the table; null: nothing. */
  readonly below?: (row: Row) => ReactNode;
}

/** With more columns than this they stand closer together. */
const ROOMY = 7;

// Placed at a corner of the table: left where it falls, a hidden caption would widen the page.
const HIDDEN = { position: 'absolute', top: 0, left: 0, width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' } as const;

// Where the browser can, every printed page of a table says which of how many it is.
const PAGE_OF_PAGES = { '@page': { '@bottom-right': { content: '"Page " counter(page) " of " counter(pages)', fontSize: '8pt' } } } as const;

// On paper nothing scrolls: what does not fit is written smaller and wrapped, and never cut.
const ON_PAPER = {
  'fontSize': '7.5pt', 'width': '100%', '& thead': { display: 'table-header-group' }, '& tr': { breakInside: 'avoid' },
  '& th, & td': { px: 0.5, py: 0.25 }, '& th *, & td *': { fontSize: 'inherit !important' }, '& th :not(time, time *), & td :not(time, time *)': { whiteSpace: 'normal !important' },
} as const;

/**
 * A table whose first column is the head of its row (put the link there). Below 600 px each row becomes a card with the head of
 * the column before each value; a table that is too wide for its place scrolls there, by keyboard too, and never the page.
 */
export function DataTable<Row>({ caption, showCaption = false, columns, rows, keyOf, below }: DataTableProps<Row>) {
  const place = useRef<HTMLDivElement>(null);
  const scrolls = useScrolls(place);
  return (
    <Box ref={place} {...(scrolls ? { 'tabIndex': 0, 'role': 'group', 'aria-label': caption } : {})} sx={{ 'overflowX': 'auto', '@media print': { overflow: 'visible' } }}><GlobalStyles styles={PAGE_OF_PAGES} /><Box component="table" role="table" sx={{
      position: 'relative', width: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums',
      '& th, & td': { textAlign: 'left', verticalAlign: 'top', py: 1, px: columns.length > ROOMY ? 1 : 1.5, borderBottom: 1, borderColor: 'divider', fontWeight: 400, overflowWrap: 'break-word' },
      '& thead th': { fontWeight: 600, borderBottomWidth: 2, verticalAlign: 'bottom' },
      '& .figures': { textAlign: 'right' }, '& tr:has(+ .below) > *': { borderBottom: 0 },
      '& caption': showCaption ? { textAlign: 'left', fontWeight: 600, py: 1 } : HIDDEN,
      '@media print': ON_PAPER,
      '@media screen and (max-width: 600px)': {
        '& thead': HIDDEN, '&, & tbody, & tr, & th, & td': { display: 'block' },
        '& tr': { border: 1, borderColor: 'divider', borderRadius: 1, mb: 1.5, p: 1 },
        '& th, & td': { border: 0, py: 0.5, px: 0.5, overflowWrap: 'anywhere' }, '& .figures': { textAlign: 'left' },
        '& td[data-head]::before': { content: 'attr(data-head) ": "', fontWeight: 600 },
      },
    }}>
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">{columns.map((column) => <th key={column.key} role="columnheader" scope="col" className={column.figures === true ? 'figures' : undefined}>{column.head}</th>)}</tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Fragment key={keyOf(row)}>
            <tr role="row">
              {columns.map((column, place) => (place === 0
                ? <th key={column.key} role="rowheader" scope="row">{column.cell(row)}</th>
                : <td key={column.key} role="cell" data-head={column.head} className={column.figures === true ? 'figures' : undefined}>{column.cell(row)}</td>))}
            </tr>
            <Below says={below?.(row)} across={columns.length} />
          </Fragment>
        ))}
      </tbody>
    </Box></Box>
  );
}

const Below = ({ says, across }: { readonly says: ReactNode; readonly across: number }) =>
  (says == null ? null : <tr role="row" className="below"><td role="cell" colSpan={across}>{says}</td></tr>);

/** Facts of one thing: name and value, one under the other on a narrow screen. */
export function FactList({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box component="dl" sx={{
      display: 'grid', gridTemplateColumns: { xs: '1fr', sm: 'minmax(10rem, 16rem) 1fr' }, m: 0, maxWidth: 900,
      '& dt': { fontWeight: 600, py: { xs: 0, sm: 1 }, pt: 1, borderTop: { sm: 1 }, borderColor: { sm: 'divider' } },
      '& dd': { m: 0, py: 1, pt: { xs: 0, sm: 1 }, borderTop: { sm: 1 }, borderColor: { sm: 'divider' }, overflowWrap: 'anywhere' },
    }}>
      {facts.flatMap(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
    </Box>
  );
}

/** Whether what stands in a place is wider than it; a place that scrolls has to be reached by keyboard, and no other needs to be. */
function useScrolls(place: RefObject<HTMLDivElement | null>): boolean {
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const watching = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth));
    watching.observe(element);
    for (const child of element.children) watching.observe(child);
    return () => watching.disconnect();
  }, [place]);
  return scrolls;
}
