import { Injectable } from '@nestjs/common';
import { ActsOfActivations } from '@accord/activations';
import { CutOvers, reachOfScope, type ActOnAccess, type AskedScope, type Side } from '@accord/agreements';
import type { Opening } from '@accord/directory';
import { InvalidInput, isId, NotFound, type Tx } from '@accord/kernel';
import { demand, sql, timeOf } from '@accord/kernel/server';
import type { RevokedCertificate, WaitingCertificate } from '@accord/systems';
import { confirming, opening, revoking } from './impact-of-registers.js';

export const ACTS_ASKED = ['suspend', 'withdraw', 'leave', 'invalidate', 'suspendSharing', 'withdrawFrom', 'resume', 'close', 'end', 'approve', 'goLive', 'goLiveLocality', 'endFact', 'confirmFacts', 'cutOver', 'confirmCertificates', 'revokeCertificate', 'approveImport'] as const;
export type ActAsked = (typeof ACTS_ASKED)[number];

export interface Asked {
  readonly act: ActAsked;
  /** What the act is done to: a part, a stop, an agreement, an activation, a locality, a fact, a proposal, a certificate or an import. */
  readonly id: string | null;
  readonly ids: readonly string[] | null;
  readonly scope: AskedScope | null;
  readonly consumerOdsCode: string | null;
}

/** An act as data, and whose it is to do: what abilities ask. */
export interface ActFound {
  readonly act: ActOnAccess;
  readonly odsCodes: readonly string[];
  readonly localityIds: readonly string[];
  /** An act on a register, which is whole: whoever keeps it is not fenced by locality. */
  readonly isOfRegister?: boolean;
}

const PARTS = {
  provider: 'SELECT provider_ods_code AS "odsCode", locality_id AS "localityId", agreement_id AS "agreementId" FROM participation WHERE id = $1',
  consumer: 'SELECT consumer_ods_code AS "odsCode", locality_id AS "localityId", agreement_id AS "agreementId" FROM consumer_part WHERE id = $1',
} as const;
const AGREEMENT = 'SELECT locality_id AS "localityId" FROM sharing_agreement WHERE id = $1';
const STOP = `SELECT imposed_for AS "imposedFor", locality_id AS "localityId", coalesce(provider_ods_code, consumer_ods_code) AS "odsCode" FROM stop WHERE id = $1`;
const CERTIFICATE = `SELECT consumer_ods_code AS "consumerOdsCode", system_id AS "systemId", lower(valid_during) AS "from", upper(valid_during) AS until, confirmed_at IS NOT NULL AND revoked_at IS NULL AS "isConfirmed"
  FROM system_certificate WHERE id = $1`;
const CERTIFICATES = `SELECT consumer_ods_code AS "consumerOdsCode", system_id AS "systemId", lower(valid_during) AS "from", upper(valid_during) AS until, confirmed_at IS NULL AND revoked_at IS NULL AS "isWaiting"
  FROM system_certificate WHERE id = ANY ($1::uuid[])`;
const IMPORT = `SELECT coalesce(impact->'openings', '[]') AS openings FROM directory_import WHERE id = $1`;
const SYSTEM = 'SELECT consumer_ods_code AS "odsCode" FROM consumer_system WHERE id = $1';
const SERVED = 'SELECT DISTINCT locality_id AS "localityId" FROM localities_of($1::text[], $2::timestamptz)';

/** Finds what a person would do, as the use-case of that act would find it. What is not theirs to see is not there. */
@Injectable()
export class ActsAsked {
  constructor(private readonly activations: ActsOfActivations, private readonly cutOvers: CutOvers) {}

  async find(tx: Tx, asked: Asked): Promise<ActFound> {
    switch (asked.act) {
      case 'suspend': case 'invalidate': return this.ofPart(tx, asked, false);
      case 'withdraw': case 'leave': return this.ofPart(tx, asked, true);
      case 'withdrawFrom': {
        const { odsCode, localityId, agreementId } = await this.one<Part>(tx, PARTS.provider, needed(asked.id, 'id'), 'participation');
        return { act: { kind: 'stop', isFinal: true, reach: { agreementId, providerOdsCode: odsCode, consumerOdsCode: needed(asked.consumerOdsCode, 'consumerOdsCode') } }, odsCodes: [odsCode], localityIds: [localityId] };
      }
      case 'suspendSharing': return this.ofScope(tx, asked.scope ?? missing('scope'));
      case 'resume': {
        const id = needed(asked.id, 'id');
        const stop = await this.one<{ imposedFor: string | null; localityId: string | null; odsCode: string | null }>(tx, STOP, id, 'stop');
        return { act: { kind: 'lift', stopIds: [id] }, odsCodes: stop.imposedFor === null ? [] : [stop.imposedFor], localityIds: stop.localityId !== null ? [stop.localityId] : await this.servedOf(tx, stop.odsCode) };
      }
      case 'close': case 'end': {
        const agreementId = needed(asked.id, 'id');
        const { localityId } = await this.one<{ localityId: string }>(tx, AGREEMENT, agreementId, 'agreement');
        return { act: { kind: asked.act, agreementId }, odsCodes: [], localityIds: [localityId] };
      }
      case 'approve': return going(await this.activations.approve(tx, needed(asked.id, 'id')));
      case 'goLive': return going(await this.activations.goLive(tx, needed(asked.id, 'id'), asked.ids ?? undefined));
      case 'endFact': return this.activations.endFact(tx, needed(asked.id, 'id'));
      case 'confirmFacts': return this.activations.confirmFacts(tx, asked.ids ?? missing('ids'));
      case 'cutOver': return { odsCodes: [], ...await this.cutOvers.act(tx, needed(asked.id, 'id')) };
      case 'confirmCertificates': return this.ofCertificates(tx, asked.ids ?? missing('ids'));
      case 'revokeCertificate': {
        const { isConfirmed, ...certificate } = await this.one<RevokedCertificate & { isConfirmed: boolean }>(tx, CERTIFICATE, needed(asked.id, 'id'), 'certificate');
        return { act: revoking(isConfirmed ? certificate : null), odsCodes: [certificate.consumerOdsCode], localityIds: [], isOfRegister: true };
      }
      case 'approveImport': {
        const { openings } = await this.one<{ openings: readonly Opening[] }>(tx, IMPORT, needed(asked.id, 'id'), 'import');
        return { act: opening(openings), odsCodes: [], localityIds: [], isOfRegister: true };
      }
      case 'goLiveLocality': return going(await this.activations.goLiveLocality(tx, needed(asked.id, 'id')));
    }
  }

  private async ofPart(tx: Tx, { act, id }: Asked, isFinal: boolean): Promise<ActFound> {
    const wanted = needed(id, 'id');
    const side: Side = act === 'leave' || (act !== 'withdraw' && await this.isConsumer(tx, wanted)) ? 'consumer' : 'provider';
    const part = await this.one<Part>(tx, PARTS[side], wanted, 'part');
    return { act: { kind: 'stop', reach: side === 'provider' ? { participationId: wanted } : { consumerPartId: wanted }, isFinal }, odsCodes: [part.odsCode], localityIds: [part.localityId] };
  }

  /** Shown to whoever may confirm every one of them. What is confirmed already, or revoked, gives nobody anything. */
  private async ofCertificates(tx: Tx, ids: readonly string[]): Promise<ActFound> {
    const rows = await sql<WaitingCertificate & { isWaiting: boolean }>(tx, CERTIFICATES, [ids.filter(isId)]);
    if (rows.length === 0 || rows.length < new Set(ids).size) throw new NotFound('certificate');
    for (const { consumerOdsCode } of rows) demand(tx, 'confirm', 'SystemCertificate', { consumerOdsCode });
    return { act: confirming(rows.filter(({ isWaiting }) => isWaiting)), odsCodes: [...new Set(rows.map(({ consumerOdsCode }) => consumerOdsCode))], localityIds: [], isOfRegister: true };
  }

  private async ofScope(tx: Tx, scope: AskedScope): Promise<ActFound> {
    const act: ActOnAccess = { kind: 'stop', reach: reachOfScope(scope) };
    switch (scope.kind) {
      case 'locality': return { act, odsCodes: [], localityIds: [scope.localityId] };
      case 'agreement': case 'pair': {
        const { localityId } = await this.one<{ localityId: string }>(tx, AGREEMENT, scope.agreementId, 'agreement');
        return { act, odsCodes: scope.kind === 'pair' ? [scope.providerOdsCode, scope.consumerOdsCode] : [], localityIds: [localityId] };
      }
      case 'provider': return { act, odsCodes: [scope.providerOdsCode], localityIds: await this.servedOf(tx, scope.providerOdsCode) };
      case 'consumer': case 'view': return { act, odsCodes: [scope.consumerOdsCode], localityIds: await this.servedOf(tx, scope.consumerOdsCode) };
      case 'system': {
        const { odsCode } = await this.one<{ odsCode: string }>(tx, SYSTEM, scope.systemId, 'system');
        return { act, odsCodes: [odsCode], localityIds: await this.servedOf(tx, odsCode) };
      }
    }
  }

  private async isConsumer(tx: Tx, id: string): Promise<boolean> {
    return isId(id) && (await sql(tx, PARTS.consumer, [id])).length > 0;
  }

  private async servedOf(tx: Tx, odsCode: string | null): Promise<string[]> {
    return odsCode === null ? [] : (await sql<{ localityId: string }>(tx, SERVED, [[odsCode], timeOf(tx)])).map(({ localityId }) => localityId);
  }

  private async one<Row>(tx: Tx, text: string, id: string, what: string): Promise<Row> {
    const [row] = isId(id) ? await sql<Row>(tx, text, [id]) : [];
    if (row === undefined) throw new NotFound(what);
    return row;
  }
}

interface Part { readonly odsCode: string; readonly localityId: string; readonly agreementId: string }

const going = ({ act, localityId }: { readonly act: ActOnAccess; readonly localityId: string }): ActFound => ({ act, odsCodes: [], localityIds: [localityId] });
const needed = (value: string | null, field: string): string => value ?? missing(field);
function missing(field: string): never {
  throw new InvalidInput(field, 'this act names one');
}
