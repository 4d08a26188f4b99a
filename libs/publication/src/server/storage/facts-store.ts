import type { StopEntry } from '@accord/enforcement';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { Facts } from '../domain/facts.js';
import { FACTS } from './facts-sql.js';

/** Announcements that never change what a gateway enforces. Of any other kind that names no locality, everything is compiled. */
const NEVER_ENFORCED = [
  'access', 'activation', 'authority', 'duty', 'evidence', 'gate', 'gateway', 'installation', 'key', 'notification', 'person', 'publication', 'receipt',
  'session', 'sign-in', 'task',
];

/** A locality refuses everything once its last accepted timestamp is older than this (24 h: a recorded clinical-safety decision). */
const REFUSE_AFTER_SECONDS = 86_400;

export interface Snapshot {
  readonly facts: Facts;
  readonly stops: readonly StopEntry[];
  /** Outbox rows these facts already show. */
  readonly pending: readonly string[];
  /** Every locality is among the facts. */
  readonly everything: boolean;
}

type Row = Omit<Facts, 'localities'> & Omit<Snapshot, 'facts'> & { readonly localities: readonly { readonly code: string }[] };

@Injectable()
export class FactsStore {
  async read(tx: Tx, everything: boolean): Promise<Snapshot> {
    const [row] = await sql<Row>(tx, FACTS, [everything, NEVER_ENFORCED]);
    const { pending, stops, localities, services, providers, consumers, certificates } = row!;
    return {
      pending, stops, everything: row!.everything,
      facts: { localities: localities.map(({ code }) => ({ code, refuseAfterSeconds: REFUSE_AFTER_SECONDS })), services, providers, consumers, certificates },
    };
  }

  async markPublished(tx: Tx, pending: readonly string[], number: number): Promise<void> {
    if (pending.length > 0) await sql(tx, 'UPDATE outbox SET published_in = $2 WHERE id = ANY ($1::uuid[])', [pending, number]);
  }
}
