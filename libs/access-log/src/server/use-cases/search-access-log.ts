import { Injectable } from '@nestjs/common';
import { canonicalJson, InvalidInput, isId, type Actor, type Tx } from '@accord/kernel';
import { Changes, PageCursors, Transactions } from '@accord/kernel/server';
import { COUNTED_EXACTLY_TO, type AccessEventFacets, type AccessEventHistogram, type AccessEventPage, type AccessEventRows, type RecordedSearch, type TimeCounted } from '../../contract/index.js';
import { histogramByDay, histogramByHour, isByHour } from '../domain/histogram.js';
import { PatientVault } from '../domain/patient-vault.js';
import { readPageSize } from '../domain/search-filter.js';
import { recordSearch, type SearchAsked, type Shown, type Unplaced } from './record-search.js';

export type { SearchAsked } from './record-search.js';

type CountsAsked = Pick<SearchAsked, 'filter' | 'reason'>;
type CountsTime = (tx: Tx, search: RecordedSearch) => Promise<readonly TimeCounted[]>;

/** Searches the access log. That somebody searched is committed before anything found is read, so no answer is without its record (R10). */
@Injectable()
export class SearchAccessLog {
  constructor(
    private readonly transactions: Transactions,
    private readonly changes: Changes,
    private readonly vault: PatientVault,
    private readonly cursors: PageCursors,
  ) {}

  /** @param read the read-model, asked once the search is on record */
  async execute(actor: Actor, asked: SearchAsked, read: (tx: Tx, search: RecordedSearch) => Promise<AccessEventRows>): Promise<AccessEventPage> {
    const search = await this.record(actor, asked, 'events');
    const { rows, counted } = await this.transactions.read(actor, (tx) => read(tx, search));

    const page = rows.slice(0, search.first);
    const last = page.at(-1);
    return {
      events: page.map(({ patientSealed, ...row }) => ({ ...row, patient: patientSealed === null ? null : this.vault.masked(row.id, patientSealed) })),
      total: Math.min(counted, COUNTED_EXACTLY_TO),
      totalIsExact: counted <= COUNTED_EXACTLY_TO,
      endCursor: last === undefined ? null : this.cursors.write(scopeOf(actor, search), [last.occurredAt.toISOString(), last.id]),
      hasMore: rows.length > page.length,
    };
  }

  /** Counts what a search finds over time, instead of showing it: the same duty, purpose, fence and record. */
  async histogram(actor: Actor, asked: CountsAsked, counts: { byDay: CountsTime; byHour: CountsTime }): Promise<AccessEventHistogram> {
    const search = await this.record(actor, asked, 'histogram');
    return this.transactions.read(actor, async (tx) => {
      const days = await counts.byDay(tx, search);
      return isByHour(search.filter, days) ? histogramByHour(search.filter, await counts.byHour(tx, search)) : histogramByDay(search.filter, days);
    });
  }

  /** Counts what a search finds by what it may be narrowed to. */
  async facets(actor: Actor, asked: CountsAsked, read: (tx: Tx, search: RecordedSearch) => Promise<AccessEventFacets>): Promise<AccessEventFacets> {
    const search = await this.record(actor, asked, 'facets');
    return this.transactions.read(actor, (tx) => read(tx, search));
  }

  private record(actor: Actor, asked: SearchAsked, shown: Shown): Promise<RecordedSearch> {
    return this.transactions.run(actor, { act: 'access-log.search', subject: 'access-log' }, (tx) => recordSearch({ changes: this.changes, vault: this.vault }, tx, actor, asked, shown, (search) => ({
      first: readPageSize(asked.first), after: this.position(actor, search, asked.after ?? null),
    })));
  }

  private position(actor: Actor, search: Unplaced, after: string | null): RecordedSearch['after'] {
    if (after === null) return null;
    const [at = '', id = ''] = this.cursors.read(scopeOf(actor, search), after);
    if (Number.isNaN(Date.parse(at)) || !isId(id)) throw new InvalidInput('after', 'this cursor belongs to no page of this list');
    return { occurredAt: new Date(at), id };
  }
}

/** A cursor goes on where this person, in this duty, left this search; nowhere else. */
function scopeOf(actor: Actor, { filter, patientIndex, reach, odsCode }: Unplaced): string {
  const patient = patientIndex === null ? null : Buffer.from(patientIndex).toString('hex');
  return canonicalJson({ list: 'access-events', person: actor.personId, duty: actor.duty, filter, patient, reach, odsCode });
}
