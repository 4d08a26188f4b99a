import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { FindingOfKind } from '../../contract/finding.js';

export interface ReconciliationRow {
  readonly lookedAt: Date;
  readonly publication: number | null;
  readonly stopList: number | null;
  readonly pairs: number;
  readonly findings: readonly FindingOfKind[];
  /** Since when every look has found something; null where the newest found nothing. */
  readonly foundSince: Date | null;
  /** The reconciler itself has missed three of its minutes. */
  readonly isLate: boolean;
}

const LATE_AFTER_MS = 180_000;

/** What the reconciler found last; null where it never looked. Which organisations it found row-level security tells to those who read the nation's sharing. */
export async function lastReconciliation(tx: Tx): Promise<ReconciliationRow | null> {
  const [row] = await sql<Omit<ReconciliationRow, 'isLate'>>(tx, `
    SELECT newest.looked_at AS "lookedAt", publication_number AS publication, stop_list_number AS "stopList", pairs,
      (SELECT coalesce(jsonb_agg(finding || jsonb_build_object('examples', coalesce((SELECT to_jsonb(examples) FROM reconciliation_example WHERE reconciliation_id = newest.id AND kind = finding ->> 'kind'), '[]')) ORDER BY place), '[]')
        FROM jsonb_array_elements(findings) WITH ORDINALITY AS said (finding, place)) AS findings,
      CASE WHEN findings <> '[]' THEN (SELECT min(looked_at) FROM reconciliation WHERE looked_at > coalesce((SELECT max(looked_at) FROM reconciliation WHERE findings = '[]'), '-infinity')) END AS "foundSince"
    FROM (SELECT * FROM reconciliation ORDER BY looked_at DESC LIMIT 1) newest`);
  if (row === undefined) return null;
  return { ...row, isLate: timeOf(tx).getTime() - row.lookedAt.getTime() > LATE_AFTER_MS };
}
