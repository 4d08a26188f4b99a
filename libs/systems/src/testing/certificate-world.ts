import { newId, type Actor, type OdsCode, type PersonId } from '@accord/kernel';
import type { RegisteredCertificate } from '../server/use-cases/register-system-certificates.js';
import { aCertificate, type CertificateWish } from './a-certificate.js';
import { certificateActs } from './certificate-acts.js';
import { GatewayWorld } from './gateway-world.js';
import { OpenDirectory } from './open-directory.js';
import { FoundImpact, ShownImpact } from './shown-impact.js';

/** Consumer systems beside the gateways: Vera and Viktor act for TSTV01, Wilma for TSTV02, and both are open. */
export class CertificateWorld extends GatewayWorld {
  readonly vera = this.lead('Vera Viewer', 'TSTV01');
  readonly viktor = this.lead('Viktor Viewer', 'TSTV01');
  readonly wilma = this.lead('Wilma Viewer', 'TSTV02');
  readonly shownImpact = new ShownImpact();
  readonly foundImpact = new FoundImpact();
  certificates!: ReturnType<typeof certificateActs>;

  override async open(): Promise<void> {
    await super.open();
    this.certificates = certificateActs(this.transactions, new OpenDirectory('TSTV01', 'TSTV02'), { confirming: this.shownImpact, revoking: this.foundImpact });
    const { owner } = this.database;
    for (const { personId, name } of [this.vera, this.viktor, this.wilma]) await owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, '2026-01-01')`, [personId, name]);
    for (const code of ['TSTV02', 'TSTV03']) await owner.query(`INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ($1, $1, 'A', '2026-01-01')`, [code]);
  }

  readonly registerOf = async (by: Actor, consumerOdsCode = 'TSTV01', wish: CertificateWish = {}): Promise<RegisteredCertificate> => {
    const [registered] = await this.certificates.registering.execute(by, { certificates: [{ consumerOdsCode, systemName: 'Viewer', pem: await aCertificate(wish) }] });
    return registered!;
  };

  readonly confirmOf = (by: Actor, { id, version }: { readonly id: string; readonly version: number }): Promise<unknown> =>
    this.certificates.confirming.execute(by, { certificates: [{ id, expectedVersion: version }], impactHash: 'shown' });

  /** As a running role with these settings, and no more of the program. */
  readonly as = async (role: 'api' | 'worker', settings: Readonly<Record<string, string>>, text: string) => {
    const client = await this.database.clientAs(role);
    await client.query('BEGIN');
    for (const [name, value] of Object.entries(settings)) await client.query('SELECT set_config($1, $2, true)', [`accord.${name}`, value]);
    const result = await client.query(text);
    await client.query('COMMIT');
    return result;
  };

  private lead(name: string, odsCode: string): Actor {
    return { ...this.ann, personId: newId<PersonId>(this.clock.now()), name, duty: 'viewer-governance-lead', odsCode: odsCode as OdsCode };
  }
}
