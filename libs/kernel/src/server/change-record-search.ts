import { Injectable } from '@nestjs/common';
import { askedFrom, askedUntil, canonicalJson, InvalidInput, isId, odsCode, type Tx } from '../contract/index.js';
import { demand } from './abilities.js';
import { actorOf } from './open-transaction.js';
import { PageCursors } from './page-cursors.js';
import { ChangeRecords, RECORDS_COUNTED_EXACTLY_TO, type ChangeRecordFilter, type ChangeRecordRow, type Position } from './read-models/change-records.js';

type Given<Value> = Value | null | undefined;

/** A filter as typed. */
export type ChangeRecordsAsked = { readonly [Part in keyof ChangeRecordFilter]?: Given<string> };

export interface ChangeRecordPage {
  readonly records: readonly ChangeRecordRow[];
  readonly total: number;
  readonly totalIsExact: boolean;
  readonly endCursor: string | null;
  readonly hasMore: boolean;
}

const MOST_ON_A_PAGE = 100;

/** Searches what a reader may see of the change records, page by page. */
@Injectable()
export class ChangeRecordSearch {
  constructor(private readonly records: ChangeRecords, private readonly cursors: PageCursors) {}

  async page(tx: Tx, asked: ChangeRecordsAsked, first?: Given<number>, after?: Given<string>): Promise<ChangeRecordPage> {
    demand(tx, 'read', 'ChangeRecord');
    const size = first ?? 25;
    if (!Number.isInteger(size) || size < 1 || size > MOST_ON_A_PAGE) throw new InvalidInput('first', `ask for 1 to ${MOST_ON_A_PAGE}`);
    const filter = readFilter(asked);
    const { personId, duty, odsCode: actingFor } = actorOf(tx);
    const scope = canonicalJson({ list: 'change-records', personId, duty, odsCode: actingFor, filter });

    const { rows, counted } = await this.records.find(tx, filter, size, after === null || after === undefined ? null : this.position(scope, after));
    const records = rows.slice(0, size);
    const last = records.at(-1);
    return {
      records, total: Math.min(counted, RECORDS_COUNTED_EXACTLY_TO), totalIsExact: counted <= RECORDS_COUNTED_EXACTLY_TO, hasMore: rows.length > size,
      endCursor: last === undefined ? null : this.cursors.write(scope, [last.recordedAt.toISOString(), last.id]),
    };
  }

  private position(scope: string, after: string): Position {
    const [at = '', id = ''] = this.cursors.read(scope, after);
    return { recordedAt: new Date(at), id };
  }
}

function readFilter(asked: ChangeRecordsAsked): ChangeRecordFilter {
  return {
    type: given(asked.type, (text) => types(text, 'type')),
    without: given(asked.without, (text) => types(text, 'without')),
    subject: given(asked.subject, (text) => matching(text, 'subject', /^[^\p{Cc}\p{Surrogate}]{1,256}$/u)),
    personId: given(asked.personId, (text) => id(text, 'personId')),
    outcome: given(asked.outcome, (text) => matching(text, 'outcome', /^(?:done|refused)$/) as 'done' | 'refused'),
    from: given(asked.from, (text) => askedFrom(text)),
    until: given(asked.until, (text) => askedUntil(text)),
    agreementId: given(asked.agreementId, (text) => id(text, 'agreementId')),
    odsCode: given(asked.odsCode, (text) => odsCode(text)),
  };
}

function given<Value>(text: Given<string>, read: (text: string) => Value): Value | undefined {
  return text === undefined || text === null || text.trim() === '' ? undefined : read(text.trim());
}

/** One type or several, parted by commas. */
function types(text: string, field: string): readonly string[] {
  const named = text.split(',').map((each) => each.trim());
  if (named.length > 20) throw new InvalidInput(field, 'name at most 20');
  return named.map((each) => matching(each, field, /^[a-z][a-z-]*(?:\.[a-z-]+)?$/));
}

function matching(text: string, field: string, shape: RegExp): string {
  if (!shape.test(text)) throw new InvalidInput(field, 'this is not one');
  return text;
}

function id(text: string, field: string): string {
  if (!isId(text)) throw new InvalidInput(field, 'this is no id');
  return text;
}
