import { Box } from '@mui/material';
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent } from 'react';
import { useNavigate } from 'react-router';
import { cellWords, SHAPE, standingTone, totalsOf, type Coverage } from './coverage.js';
import { say } from './messages.js';

const [ROW, HEAD, NAME, COLUMN, OVERSCAN, PAGE] = [52, 92, 220, 144, 8, 10];
/** Rows of the head: names, totals. Columns before the viewers: name, total. */
const [HEADS, BEFORE] = [2, 2];

/**
 * Practices by viewing organisations as a grid of the ARIA pattern: one stop for Tab, arrows within. Only the rows in sight are in the
 * document, and the one with the focus, so that 700 by 40 stays quick.
 */
export function CoverageGrid({ coverage }: { readonly coverage: Coverage }) {
  const box = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [shown, setShown] = useState(20);
  const [[row, column], setActive] = useState<readonly [number, number]>([HEADS, BEFORE]);
  const isMoving = useRef(false);
  const navigate = useNavigate();
  const totals = useMemo(() => totalsOf(coverage), [coverage]);
  const [rows, columns] = [coverage.rows.length + HEADS, coverage.viewers.length + BEFORE];

  useEffect(() => { if (box.current !== null) setShown(Math.ceil(box.current.clientHeight / ROW)); }, []);
  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    const cell = box.current?.querySelector<HTMLElement>(`[data-at="${row}:${column}"]`);
    cell?.focus({ preventScroll: true });
    if (cell != null && box.current !== null) reveal(box.current, cell, row >= HEADS, column >= BEFORE);
  }, [row, column, first]);

  const move = (toRow: number, toColumn: number): void => {
    isMoving.current = true;
    setActive([Math.min(Math.max(toRow, 0), rows - 1), Math.min(Math.max(toColumn, 0), columns - 1)]);
  };
  const press = (event: KeyboardEvent): void => {
    const whole = event.ctrlKey || event.metaKey;
    const to = ({
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], PageUp: [row - PAGE, column], PageDown: [row + PAGE, column],
      Home: [whole ? 0 : row, 0], End: [whole ? rows - 1 : row, columns - 1],
    } as Readonly<Record<string, readonly [number, number]>>)[event.key];
    if (to === undefined || event.altKey) return;
    event.preventDefault();
    move(...to);
  };
  const inSight = [...range(Math.max(0, first - OVERSCAN), Math.min(coverage.rows.length, first + shown + OVERSCAN)), row - HEADS];
  const drawn = [...new Set(inSight)].filter((place) => place >= 0).sort((one, other) => one - other);
  const at = (cellRow: number, cellColumn: number): Place => placed(cellRow, cellColumn, cellRow === row && cellColumn === column);
  const focused = (event: FocusEvent): void => {
    const [toRow, toColumn] = ((event.target as HTMLElement).dataset['at'] ?? '').split(':').map(Number);
    if (toRow !== undefined && toColumn !== undefined && (toRow !== row || toColumn !== column)) setActive([toRow, toColumn]);
  };
  /** One listener instead of a router's link in each of a thousand cells; other buttons and keys do what links do. */
  const follow = (event: MouseEvent): void => {
    const link = (event.target as HTMLElement).closest('a');
    if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    Promise.resolve(navigate(`${link.pathname}${link.search}`)).catch(() => undefined);
  };
  return (
    <Box ref={box} role="grid" aria-label={say('coverageTitle', { name: coverage.localityName })} aria-rowcount={rows} aria-colcount={columns} aria-describedby="coverage-help" onKeyDown={press} onFocus={focused} onClick={follow}
      onScroll={(event) => setFirst(Math.floor(event.currentTarget.scrollTop / ROW))} sx={STYLE}>
      <div role="presentation" style={{ position: 'relative', width: NAME + 110 + COLUMN * coverage.viewers.length, height: HEAD + ROW + ROW * coverage.rows.length }}>
        <div role="rowgroup" className="head">
          <div role="row" aria-rowindex={1} style={{ height: HEAD }}>
            <div role="columnheader" aria-colindex={1} className="name" {...at(0, 0)}>{say('columnPractice')}</div>
            <div role="columnheader" aria-colindex={2} className="total" {...at(0, 1)}>{say('liveWith')}</div>
            {coverage.viewers.map((viewer, place) => (
              <div key={viewer.odsCode} role="columnheader" aria-colindex={place + BEFORE + 1}><a href={`/viewing-organisations/${viewer.odsCode}`} {...at(0, place + BEFORE)}>{viewer.name} ({viewer.odsCode})</a></div>
            ))}
          </div>
          <div role="row" aria-rowindex={2} style={{ height: ROW }}>
            <div role="rowheader" aria-colindex={1} className="name" {...at(1, 0)}>{say('livePractices')}</div>
            <div role="gridcell" aria-colindex={2} className="total" {...at(1, 1)}>{totals.live}</div>
            {totals.byViewer.map((live, place) => <div key={coverage.viewers[place]!.odsCode} role="gridcell" aria-colindex={place + BEFORE + 1} {...at(1, place + BEFORE)}>{live} / {totals.practices}</div>)}
          </div>
        </div>
        <div role="rowgroup">
          {drawn.map((place) => <GridRow viewers={totals.viewers} key={place} coverage={coverage} place={place} live={totals.byRow[place]!} active={place + HEADS === row ? column : null} />)}
        </div>
      </div>
    </Box>
  );
}

interface Place { readonly 'data-at': string; readonly 'tabIndex': number }
const placed = (row: number, column: number, isActive: boolean): Place => ({ 'data-at': `${row}:${column}`, 'tabIndex': isActive ? 0 : -1 });

/** One practice. Drawn anew only when the focus enters or leaves it. */
const GridRow = memo(function GridRow({ coverage, place, live, viewers, active }: { readonly coverage: Coverage; readonly place: number; readonly live: number; readonly viewers: number; readonly active: number | null }) {
  const practice = coverage.rows[place]!;
  return (
    <div role="row" aria-rowindex={place + HEADS + 1} className="row" style={{ top: HEAD + ROW + place * ROW, height: ROW }}>
      <div role="rowheader" aria-colindex={1} className="name"><a href={`/organisations/${practice.odsCode}`} {...placed(place + HEADS, 0, active === 0)}>{practice.name} ({practice.odsCode})</a></div>
      <div role="gridcell" aria-colindex={2} className="total" {...placed(place + HEADS, 1, active === 1)}>{live} / {viewers}</div>
      {practice.cells.map((kind, viewer) => {
        const cell = coverage.kinds[kind]!;
        const tone = standingTone(cell.standing);
        const { odsCode } = coverage.viewers[viewer]!;
        return (
          <div key={odsCode} role="gridcell" aria-colindex={viewer + BEFORE + 1} className={tone}>
            <a href={`/who-can-see-what?provider=${practice.odsCode}&consumer=${odsCode}`} {...placed(place + HEADS, viewer + BEFORE, active === viewer + BEFORE)}>{cellWords(cell)} <span aria-hidden>{SHAPE[tone]}</span></a>
          </div>
        );
      })}
    </div>
  );
});

const range = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place);

/** Scrolls so far that the cell stands clear of the heads that stay. */
function reveal(box: HTMLElement, cell: HTMLElement, isBelowHead: boolean, isBesideNames: boolean): void {
  const [outer, inner] = [box.getBoundingClientRect(), (cell.closest('[role$="cell"], [role$="header"]') ?? cell).getBoundingClientRect()];
  const names = box.querySelector('.name')?.getBoundingClientRect().width ?? 0;
  const top = outer.top + HEAD + ROW;
  if (isBelowHead && inner.top < top) box.scrollTop -= top - inner.top;
  else if (isBelowHead && inner.bottom > outer.top + box.clientHeight) box.scrollTop += inner.bottom - outer.top - box.clientHeight;
  const left = outer.left + names;
  if (isBesideNames && inner.left < left) box.scrollLeft -= left - inner.left;
  else if (isBesideNames && inner.right > outer.left + box.clientWidth) box.scrollLeft += inner.right - outer.left - box.clientWidth;
}

const STYLE = {
  'overflow': 'auto', 'maxHeight': '70vh', 'border': 1, 'borderColor': 'divider', 'borderRadius': 1, 'fontSize': '0.875rem', 'fontVariantNumeric': 'tabular-nums', 'lineHeight': 1.25,
  '& [role=row]': { display: 'flex', width: '100%', contain: 'layout style' },
  '& .head': { position: 'sticky', top: 0, zIndex: 2, bgcolor: 'background.paper', fontWeight: 600 },
  '& .row': { position: 'absolute', left: 0 },
  '& [role=gridcell], & [role=columnheader], & [role=rowheader]': { flex: 'none', width: COLUMN, p: 0.75, borderBottom: 1, borderRight: 1, borderColor: 'divider', overflow: 'hidden', bgcolor: 'background.paper' },
  '& .name': { 'width': NAME, 'position': 'sticky', 'left': 0, 'zIndex': 1, '@media (max-width: 600px)': { width: 128 } },
  '& .total': { width: 110, textAlign: 'right' },
  '& a': { color: 'inherit', textDecoration: 'none', display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: 2, overflow: 'hidden', height: '100%' },
  '& [role=columnheader] a': { WebkitLineClamp: 4 },
  '& [role=rowheader] a, & [role=columnheader] a': { textDecoration: 'underline', color: 'primary.main' },
  '& a:hover': { textDecoration: 'underline' },
  '& a:focus-visible, & [data-at]:focus-visible': { outline: '3px solid', outlineColor: 'primary.main', outlineOffset: -2 },
  '& .good': { color: 'success.main' }, '& .waiting': { color: 'warning.main' }, '& .stopped': { color: 'error.main' }, '& .quiet': { color: 'text.secondary' },
} as const;
