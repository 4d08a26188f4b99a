import { Injectable } from '@nestjs/common';
import type { OdsCode, Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { LiveSharing, type LiveShare } from '@accord/directory';

/** Answers the directory: whose live sharing an import would touch. Looks past the fence through a function that names only this. */
@Injectable()
export class StoredLiveSharing extends LiveSharing {
  async of(tx: Tx, odsCodes: readonly OdsCode[]): Promise<readonly LiveShare[]> {
    const rows = await sql<{ ods_code: OdsCode; side: 'provider' | 'consumer'; agreement_reference: string; pairs: string }>(tx, 'SELECT * FROM live_sharing_of($1, $2)', [odsCodes, timeOf(tx)]);
    return rows.map((row) => ({ odsCode: row.ods_code, as: row.side, agreementReference: row.agreement_reference, pairs: Number(row.pairs) }));
  }
}
