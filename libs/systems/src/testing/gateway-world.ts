import { newId, operatorActor, type Actor, type Duty, type LocalityId, type PersonId, type Tx } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import type { GatewayId } from '../contract/index.js';
import { gatewayById, type GatewayCertificateRow, type GatewayRow } from '../server/read-models/registers.js';
import { aCertificate, type CertificateWish } from './a-certificate.js';
import { gatewayActs } from './gateway-acts.js';

const NOW = '2026-03-02T09:00:00Z';
export const UNTIL_SUMMER = { until: '2026-06-01T00:00:00Z' };

/** Gateways of two localities on a database of their own; Ann registers, Bob confirms, Olaf serves the one locality and Oda the other. */
export class GatewayWorld {
  readonly clock = new FixedClock(NOW);
  readonly here = newId<LocalityId>(this.clock.now());
  readonly elsewhere = newId<LocalityId>(this.clock.now());
  readonly ann = this.actor('Ann Administrator', 'system-administrator');
  readonly bob = this.actor('Bob Administrator', 'system-administrator');
  readonly olaf = this.actor('Olaf Officer', 'activation-officer', [this.here]);
  readonly oda = this.actor('Oda Officer', 'activation-officer', [this.elsewhere]);
  readonly operator = operatorActor('Ola Operator');
  database!: TestDatabase;
  transactions!: Transactions;
  acts!: ReturnType<typeof gatewayActs>;

  async open(): Promise<void> {
    this.database = await testDatabase();
    this.transactions = new Transactions(await this.database.dataSourceAs('api'), this.clock);
    this.acts = gatewayActs(this.transactions, new Changes(), new Outbox());
    const { owner } = this.database;
    for (const [id, code] of [[this.here, 'TSTL1'], [this.elsewhere, 'TSTL2']]) await owner.query(`INSERT INTO locality VALUES ($1, $2, $2, '2026-01-01')`, [id, code]);
    for (const { personId, name } of [this.ann, this.bob, this.olaf, this.oda]) await owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, '2026-01-01')`, [personId, name]);
    await owner.query(`INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ('TSTV01', 'Viewer', 'A', '2026-01-01')`);
  }

  async forget(): Promise<void> {
    this.clock.set(NOW);
    await this.database.owner.query(`SET session_replication_role = replica;
      TRUNCATE system_certificate, consumer_system, gateway_locality, gateway_certificate, gateway, change_record, outbox CASCADE;
      SET session_replication_role = origin`);
  }

  close(): Promise<void> {
    return this.database.close();
  }

  // Bound, so that a spec may take them out of its world by name.
  readonly read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => this.transactions.read(this.ann, work);

  readonly shown = async (id: string): Promise<GatewayRow> => (await this.read((tx) => gatewayById(tx, id)))!;

  readonly registered = async (wish: CertificateWish = UNTIL_SUMMER, code = 'north'): Promise<GatewayId> =>
    (await this.acts.registering.execute(this.ann, { code, name: 'North', pem: await aCertificate(wish), localityCodes: ['TSTL1'] })).id as GatewayId;

  readonly inForce = async (wish: CertificateWish = UNTIL_SUMMER, code = 'north'): Promise<GatewayId> => {
    const id = await this.registered(wish, code);
    await this.acts.confirming.execute(this.bob, { id, expectedVersion: 1 });
    return id;
  };

  /** What is registered for it further, as whoever looks at the gateway is shown it. */
  readonly next = async (gatewayId: string, wish: CertificateWish = {}, by: Actor = this.ann): Promise<GatewayCertificateRow> => {
    await this.acts.registeringCertificate.execute(by, { gatewayId, pem: await aCertificate(wish) });
    return (await this.shown(gatewayId)).certificates.find(({ state }) => state === 'registered')!;
  };

  readonly confirm = async ({ id, version }: GatewayCertificateRow, by: Actor = this.bob): Promise<void> => {
    await this.acts.confirmingCertificate.execute(by, { id, expectedVersion: version });
  };

  private actor(name: string, duty: Duty, localities: readonly LocalityId[] = []): Actor {
    return { kind: 'person', personId: newId<PersonId>(this.clock.now()), name, duty, odsCode: null, localities, acr: null, authenticatedAt: null, origin: 'spec' };
  }
}
