import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { GatewayRefusals } from '../../contract/index.js';

/** The database counts past the fence of the log, and answers with numbers alone, to those who look after gateways. */
const COUNTED = 'SELECT gateway_id AS "gatewayId", kind, reason, day, week FROM gateway_refusals($1) ORDER BY gateway_id, kind, week DESC, reason';

/** What each gateway refused, and what it sent that could not be read, in the last day and the last seven. */
@Injectable()
export class RefusalsOfGateways {
  count(tx: Tx): Promise<GatewayRefusals[]> {
    return sql<GatewayRefusals>(tx, COUNTED, [timeOf(tx)]);
  }
}
