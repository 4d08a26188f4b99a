import { Injectable } from '@nestjs/common';
import { canonicalJson, InvalidInput, isId, newId, type Actor, type Tx } from '@accord/kernel';
import { Changes, demand, PageCursors, timeOf, Transactions } from '@accord/kernel/server';
import { COUNTED_EXACTLY_TO, type AccessEventPage, type AccessEventRows, type RecordedSearch } from '../../contract/index.js';
import { PatientVault } from '../domain/patient-vault.js';
import { SecondPersonNeeded } from '../domain/refusals.js';
import { reachOf, readFilter, readPageSize, readPurpose, type FilterAsked } from '../domain/search-filter.js';

export interface SearchAsked {
  readonly filter: FilterAsked & { readonly patientToken?: string | null | undefined };
  /** The purpose, where the duty needs one. */
  readonly reason?: string | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

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
    const search = await this.transactions.run(actor, { act: 'access-log.search', subject: 'access-log' }, (tx) => this.record(tx, actor, asked));
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

  private async record(tx: Tx, actor: Actor, asked: SearchAsked): Promise<RecordedSearch> {
    const purpose = readPurpose(asked.reason);
    const patientIndex = this.demandFor(tx, actor, asked.filter.patientToken ?? null, purpose);
    const unplaced = { filter: readFilter(asked.filter), patientIndex, reach: reachOf(actor), odsCode: actor.odsCode, first: readPageSize(asked.first) };
    const after = this.position(actor, unplaced, asked.after ?? null);
    await this.changes.record(tx, {
      type: 'access-log.searched', subject: newId(timeOf(tx)), odsCode: actor.odsCode, reason: purpose,
      details: { filter: unplaced.filter, byPatient: patientIndex !== null, first: unplaced.first, furtherPage: after !== null },
    });
    return { ...unplaced, after } as RecordedSearch;
  }

  private demandFor(tx: Tx, actor: Actor, token: string | null, purpose: string | null): Uint8Array | null {
    const facts = { odsCode: actor.odsCode };
    demand(tx, 'search', 'AccessEvent', facts, { reason: purpose });
    if (token === null) return null;
    if (reachOf(actor) === 'nation') throw new SecondPersonNeeded();
    demand(tx, 'search-by-patient', 'AccessEvent', { ...facts, secondPerson: false }, { reason: purpose });
    return this.vault.indexBehind(actor.personId!, token);
  }

  private position(actor: Actor, search: Unplaced, after: string | null): RecordedSearch['after'] {
    if (after === null) return null;
    const [at = '', id = ''] = this.cursors.read(scopeOf(actor, search), after);
    if (Number.isNaN(Date.parse(at)) || !isId(id)) throw new InvalidInput('after', 'this cursor belongs to no page of this list');
    return { occurredAt: new Date(at), id };
  }
}

type Unplaced = Pick<RecordedSearch, 'filter' | 'patientIndex' | 'reach' | 'odsCode'>;

/** A cursor goes on where this person, in this duty, left this search; nowhere else. */
function scopeOf(actor: Actor, { filter, patientIndex, reach, odsCode }: Unplaced): string {
  const patient = patientIndex === null ? null : Buffer.from(patientIndex).toString('hex');
  return canonicalJson({ list: 'access-events', person: actor.personId, duty: actor.duty, filter, patient, reach, odsCode });
}
