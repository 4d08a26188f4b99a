import type { StopEntry } from '@accord/enforcement';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { Facts } from '../domain/facts.js';
import { FACTS } from './facts-sql.js';

/** Announcements that alter every summary. All others name the localities they alter, or the consumer, or alter none. */
const EVERYWHERE = ['service'];

/** A locality refuses everything once its last accepted timestamp is older than this (24 h: a recorded clinical-safety decision). */
const REFUSE_AFTER_SECONDS = 86_400;

/** A row of the outbox that waits to be published, and the localities it names. */
export interface Announced {
  readonly id: string;
  readonly localities: readonly string[];
  /** Whether its kind may alter what is no locality's own: every summary, callers or the stop list. */
  readonly isNational: boolean;
}

export interface Snapshot {
  readonly facts: Facts;
  readonly stops: readonly StopEntry[];
  /** Outbox rows these facts already show. */
  readonly pending: readonly Announced[];
  /** Every locality is among the facts. */
  readonly everything: boolean;
}

type Row = Omit<Facts, 'localities'> & Omit<Snapshot, 'facts'> & { readonly localities: readonly { readonly code: string; readonly agreements: readonly string[] | null }[] };

@Injectable()
export class FactsStore {
  /** @param whole localities of which all agreements are read, whatever announcements say */
  async read(tx: Tx, everything: boolean, whole: readonly string[] = []): Promise<Snapshot> {
    const [row] = await sql<Row>(tx, FACTS, [everything, EVERYWHERE, timeOf(tx), whole]);
    const { pending, stops, localities, services, providers, consumers, certificates } = row!;
    return {
      pending, stops, everything: row!.everything,
      facts: { localities: localities.map(({ code, agreements }) => ({ code, agreements, refuseAfterSeconds: REFUSE_AFTER_SECONDS })), services, providers, consumers, certificates },
    };
  }

  async markPublished(tx: Tx, pending: readonly Announced[], number: number): Promise<void> {
    if (pending.length > 0) await sql(tx, 'UPDATE outbox SET published_in = $2 WHERE id = ANY ($1::uuid[])', [pending.map(({ id }) => id), number]);
  }
}
