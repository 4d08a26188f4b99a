import { Box, Button, TextField, Typography } from '@mui/material';
import { ListBase, useListContext, type RaRecord } from 'react-admin';
import { useState, type ReactNode } from 'react';
import { Instead } from './answered.js';
import { DataTable, type Column } from './data-table.js';
import { say } from './messages.js';
import { NothingHere } from './nothing-here.js';
import { Page } from './page.js';
import { problemOf } from './accord-problem.js';
import { askAgainMs } from './use-ask.js';
import { countOf } from './written.js';

/** One way to narrow a list: free text, or one of several choices. It stands in the URL. */
export interface ListFilter {
  readonly name: string;
  readonly label: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

export interface AccordListProps<Row extends RaRecord> {
  readonly resource: string;
  readonly title: string;
  /** How things stand; by default how many there are. */
  readonly sentence?: (total: number, isFiltered: boolean) => ReactNode;
  /** One and many of what is listed: ['agreement', 'agreements']. */
  readonly noun: readonly [string, string];
  readonly columns: readonly Column<Row>[];
  readonly filters?: readonly ListFilter[];
  readonly actions?: ReactNode;
  /** Shown where nothing exists at all: what would be here, why it is not, and the one thing to do. */
  readonly empty: { readonly says: string; readonly why?: ReactNode; readonly action?: ReactNode };
  readonly perPage?: number;
  /** How the list is narrowed when it is first opened; where that finds nothing, `empty` says so. */
  readonly narrowedTo?: Readonly<Record<string, string>>;
}

/** The list of Accord: one h1, real links, filters and page in the URL, cards on narrow screens. */
export function AccordList<Row extends RaRecord>(props: AccordListProps<Row>) {
  return (
    <ListBase resource={props.resource} {...(props.narrowedTo === undefined ? {} : { filterDefaultValues: props.narrowedTo })} perPage={props.perPage ?? 25} storeKey={false} disableAuthentication
      queryOptions={{ refetchInterval: ({ state }) => (state.error === null ? false : askAgainMs(problemOf(state.error))) }}>
      <ListBody {...props} />
    </ListBase>
  );
}

function ListBody<Row extends RaRecord>({ title, sentence, noun, columns, filters = [], actions, empty, narrowedTo = {} }: AccordListProps<Row>) {
  const list = useListContext<Row>();
  const values = list.filterValues as Readonly<Record<string, string>>;
  const names = Object.keys(values);
  const isFiltered = names.length > 0 && !(names.length === Object.keys(narrowedTo).length && names.every((name) => values[name] === narrowedTo[name]));
  const total = list.total ?? 0;
  // Where nothing exists at all, what stands in its place says so.
  const counted = total === 0 && !isFiltered ? undefined : say(isFiltered ? 'match' : 'all', { count: countOf(total, noun[0], noun[1]) });
  const standing = list.isPending || list.error != null ? undefined : sentence?.(total, isFiltered) ?? counted;
  return (
    <Page title={title} sentence={standing} actions={actions}>
      {filters.length > 0 && (isFiltered || names.length > 0 || total > 0 || list.isPending) && <Filters filters={filters} />}
      {(list.error != null || list.isPending) && <Instead asked={{ error: list.error == null ? null : problemOf(list.error), refetch: list.refetch }} />}
      {!list.isPending && list.error == null && total === 0 && (isFiltered
        ? <NothingHere says={say('noneMatches', { noun: noun[1] })} action={<Button variant="outlined" onClick={() => list.setFilters({})}>{say('showAll')}</Button>} />
        : <NothingHere {...empty} />)}
      {(list.data?.length ?? 0) > 0 && <DataTable caption={title} columns={columns} rows={list.data ?? []} keyOf={(row) => String(row.id)} />}
      {total > list.perPage && <Pages />}
    </Page>
  );
}

function Filters({ filters }: { readonly filters: readonly ListFilter[] }) {
  const { filterValues, setFilters } = useListContext();
  const values = filterValues as Readonly<Record<string, string>>;
  const [text, setText] = useState(() => ({ ...values }));
  const set = (name: string, value: string): void => {
    const { [name]: _gone, ...others } = values;
    setFilters(value === '' ? others : { ...others, [name]: value });
  };
  return (
    <Box component="form" role="search" className="no-print" onSubmit={(event) => { event.preventDefault(); for (const { name, choices } of filters) if (choices === undefined && (text[name] ?? '') !== (values[name] ?? '')) set(name, text[name] ?? ''); }}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 2, alignItems: 'center' }}>
      {filters.map(({ name, label, choices }) => (choices === undefined
        ? <TextField key={name} id={`filter-${name}`} size="small" label={label} type="search" value={text[name] ?? ''} sx={{ minWidth: { xs: '100%', sm: 260 } }}
          onChange={(event) => setText({ ...text, [name]: event.target.value })} />
        : (
          <TextField key={name} id={`filter-${name}`} size="small" label={label} select value={values[name] ?? ''} sx={{ minWidth: { xs: '100%', sm: 200 } }}
            onChange={(event) => set(name, event.target.value)} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
            <option value="">{say('any')}</option>
            {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
          </TextField>
        )))}
      {filters.some(({ choices }) => choices === undefined) && <Button type="submit" variant="outlined">{say('find')}</Button>}
      {Object.keys(values).length > 0 && <Button onClick={() => { setText({}); setFilters({}); }}>{say('clear')}</Button>}
    </Box>
  );
}

function Pages() {
  const { page, perPage, total = 0, setPage } = useListContext();
  const last = Math.max(1, Math.ceil(total / perPage));
  return (
    <Box component="nav" aria-label={say('pages')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mt: 2 }}>
      <Button variant="outlined" disabled={page <= 1} onClick={() => setPage(page - 1)}>{say('previous')}</Button>
      <Typography component="span" aria-live="polite">{say('page', { page, last })}</Typography>
      <Button variant="outlined" disabled={page >= last} onClick={() => setPage(page + 1)}>{say('next')}</Button>
    </Box>
  );
}
