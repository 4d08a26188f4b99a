import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { machinesOf, type Machine } from './repository.js';

/** What an event says, and the files it may carry; each gateway is sent those of them that it may fetch. */
export interface Pushable {
  readonly number: number;
  readonly stopList: number;
  /** The newest root. */
  readonly root: number;
  readonly metadata: readonly PushedFile[];
  readonly targets: readonly PushedTarget[];
}

export interface PushedFile {
  /** Under `/publication/`. */
  readonly name: string;
  readonly text: string;
}

export interface PushedTarget extends PushedFile {
  /** As metadata lists it. */
  readonly path: string;
}

interface Row {
  readonly kind: 'current' | 'root' | 'metadata' | 'target';
  readonly name: string;
  readonly path: string | null;
  readonly number: number;
  readonly stopList: number;
  readonly content: Buffer | null;
}

/** Of consumers no gateway is told, so nothing of theirs is carried. One statement, so that all of it is of one instant. */
const PUSHABLE = `
  WITH current AS (SELECT number, stop_list_number FROM publication ORDER BY number DESC LIMIT 1)
  SELECT 'current' AS kind, '' AS name, NULL AS path, number, stop_list_number AS "stopList", NULL::bytea AS content FROM current
  UNION ALL SELECT 'root', '', NULL, max(version), 0, NULL FROM tuf_metadata WHERE role = 'root'
  UNION ALL SELECT 'metadata', CASE newest.role WHEN 'timestamp' THEN 'timestamp.json' ELSE newest.version || '.' || newest.role || '.json' END, NULL, newest.version, 0, newest.content
    FROM unnest(ARRAY['timestamp', 'snapshot', 'localities', 'stops']) AS wanted (role)
    CROSS JOIN LATERAL (SELECT role, version, content FROM tuf_metadata m WHERE m.role = wanted.role ORDER BY version DESC LIMIT 1) newest
  UNION ALL SELECT 'target', regexp_replace(named.path, '/', '/' || named.sha256 || '.'), named.path, named.publication_number, 0, target.content
    FROM (SELECT DISTINCT ON (path) * FROM publication_target
      WHERE publication_number > $1 AND path NOT LIKE 'consumers/%' ORDER BY path, publication_number DESC) named
    JOIN tuf_target target ON target.sha256 = named.sha256`;

/** What has changed since a publication; null where nothing is published. */
export async function pushableSince(tx: Tx, number: number): Promise<Pushable | null> {
  const rows = await sql<Row>(tx, PUSHABLE, [number]);
  const current = rows.find(({ kind }) => kind === 'current');
  if (current === undefined) return null;
  const text = (row: Row): string => row.content!.toString('utf8');
  return {
    number: current.number, stopList: current.stopList, root: rows.find(({ kind }) => kind === 'root')?.number ?? 1,
    metadata: rows.filter(({ kind }) => kind === 'metadata').map((row) => ({ name: `metadata/${row.name}`, text: text(row) })),
    targets: rows.filter(({ kind }) => kind === 'target').map((row) => ({ name: `targets/${row.name}`, path: row.path!, text: text(row) })),
  };
}

/** Of these certificates those that speak for a machine at this instant, with the localities that a gateway serves: as the door judges them. */
export async function currentAmong(tx: Tx, fingerprints: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (fingerprints.length === 0) return new Map();
  const { text, params } = machinesOf(fingerprints, timeOf(tx));
  const machines = await sql<Machine>(tx, text, params);
  return new Map(machines.filter(({ standing }) => standing === 'current').map((machine) => [machine.fingerprint, machine.kind === 'gateway' ? machine.localities : []]));
}
