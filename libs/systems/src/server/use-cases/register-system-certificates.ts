import { Injectable } from '@nestjs/common';
import { newId, NotFound, odsCode, isId, type Actor, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { OrganisationDirectory } from '@accord/directory';
import { SYSTEMS_EVENTS, type CertificateId, type ConsumerSystemId } from '../../contract/index.js';
import { PresentedCertificate } from '../domain/presented-certificate.js';
import { CertificateKnown, NotAnOpenOrganisation, Unfit } from '../domain/refusals.js';
import { registrarOf } from '../domain/registrar.js';
import { SystemCertificate } from '../domain/system-certificate.js';
import { CertificateRegister, type ConsumerSystem } from '../storage/certificate-register.js';

export interface CertificateToRegister {
  readonly consumerOdsCode: string;
  /** The registered system that will present it; else `systemName` makes a new one. */
  readonly systemId?: string | null | undefined;
  readonly systemName?: string | null | undefined;
  /** Takes `systemName` for the registered system of that name, where the consumer has one. */
  readonly isFurther?: boolean;
  readonly pem: string;
}

export interface RegisteredCertificate {
  readonly id: CertificateId;
  readonly systemId: ConsumerSystemId;
  readonly consumerOdsCode: OdsCode;
  readonly sha256: string;
  readonly version: number;
}

/** Registers certificates of consumer systems, one or many in one act. They count once a second person has confirmed them. */
@Injectable()
export class RegisterSystemCertificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: CertificateRegister,
    private readonly directory: OrganisationDirectory,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, input: { certificates: readonly CertificateToRegister[]; idempotencyKey?: string | undefined }): Promise<RegisteredCertificate[]> {
    const command = { act: 'certificate.register', subject: input.certificates[0]?.consumerOdsCode, idempotencyKey: input.idempotencyKey, input: input.certificates };
    return this.transactions.run(actor, command, async (tx) => {
      if (input.certificates.length === 0) throw new Unfit('LIST_EMPTY');
      const named = input.certificates.map((each) => ({ ...each, consumerOdsCode: odsCode(each.consumerOdsCode, 'consumerOdsCode') }));
      for (const consumerOdsCode of new Set(named.map((each) => each.consumerOdsCode))) demand(tx, 'register', 'SystemCertificate', { consumerOdsCode });
      const by = registrarOf(actor);
      const asked: typeof named = [];
      for (const each of named) asked.push(each.isFurther === true ? { ...each, systemId: await this.register.systemNamed(tx, each.consumerOdsCode, each.systemName?.trim() ?? '') } : each);
      await this.demandOpen(tx, asked.map((each) => each.consumerOdsCode));

      const systems = await this.systemsFor(tx, actor.personId, asked);
      const certificates = asked.map((each, at) => SystemCertificate.registered(
        newId(timeOf(tx)), systems[at]!, PresentedCertificate.read(each.pem, 'consumer-system', timeOf(tx)), by, timeOf(tx),
      ));
      await this.demandUnknown(tx, certificates);

      if (!await this.register.add(tx, certificates)) throw new CertificateKnown();
      await this.changes.record(tx, ...certificates.map(({ id, consumerOdsCode, systemId, sha256, until }) => (
        { type: SYSTEMS_EVENTS.certificateRegistered, subject: id, odsCode: consumerOdsCode, details: { systemId, sha256, until } })));
      await this.outbox.append(tx, ...certificates.map(({ id, consumerOdsCode }) => (
        { type: SYSTEMS_EVENTS.certificateRegistered, subject: id, payload: { consumerOdsCode } })));
      return certificates.map(({ id, systemId, consumerOdsCode, sha256, version }) => ({ id, systemId, consumerOdsCode, sha256, version }));
    });
  }

  private async demandOpen(tx: Tx, codes: readonly OdsCode[]): Promise<void> {
    const open = await this.directory.openAt(tx, codes, timeOf(tx));
    const other = codes.find((code) => !open.has(code));
    if (other !== undefined) throw new NotAnOpenOrganisation(other);
  }

  /** The system of each certificate, in their order; a new name of a consumer makes one system, however often it is named. */
  private async systemsFor(tx: Tx, by: PersonId | null, asked: readonly (CertificateToRegister & { consumerOdsCode: OdsCode })[]) {
    const ids = asked.flatMap((each) => (each.systemId != null && isId(each.systemId) ? [each.systemId as ConsumerSystemId] : []));
    const registered = await this.register.systems(tx, ids);
    const made = new Map<string, ConsumerSystem>();
    const systems = asked.map(({ consumerOdsCode, systemId, systemName }) => {
      if (systemId != null) {
        const system = registered.get(systemId as ConsumerSystemId);
        if (system === undefined || system.consumerOdsCode !== consumerOdsCode) throw new NotFound('system');
        return { systemId: system.id, consumerOdsCode };
      }
      const name = systemName?.trim() ?? '';
      if (name === '' || name.length > 200) throw new Unfit('SYSTEM_NAME_MISSING');
      const key = `${consumerOdsCode} ${name}`;
      const system = made.get(key) ?? { id: newId<ConsumerSystemId>(timeOf(tx)), consumerOdsCode, name };
      made.set(key, system);
      return { systemId: system.id, consumerOdsCode };
    });
    await this.register.addSystems(tx, [...made.values()], by, timeOf(tx));
    return systems;
  }

  private async demandUnknown(tx: Tx, certificates: readonly SystemCertificate[]): Promise<void> {
    const fingerprints = certificates.map((each) => each.sha256);
    if (new Set(fingerprints).size < fingerprints.length) throw new Unfit('CERTIFICATE_TWICE');
    if (await this.register.areOfGateways(tx, fingerprints)) throw new CertificateKnown();
  }
}
