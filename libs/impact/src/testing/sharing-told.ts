import { LiveSharing, type LiveShare } from '@accord/directory';
import type { OdsCode, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** Who shares live, by the function that tells an importer. */
export class SharingTold extends LiveSharing {
  async of(tx: Tx, codes: readonly OdsCode[]): Promise<readonly LiveShare[]> {
    return sql<LiveShare>(tx, 'SELECT ods_code AS "odsCode", side AS "as", agreement_reference AS "agreementReference", pairs::int FROM live_sharing_of($1, accord_at())', [codes]);
  }
}
