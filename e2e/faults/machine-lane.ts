import type { Dice } from '@accord/kernel/testing';
import { CONSUMERS, type FaultWorld } from './fault-world.js';
import { NotAsDone } from './life-lane.js';
import type { Deed, ReferenceModel } from './reference-model.js';

interface Certificate { readonly name: string; readonly consumer: string; readonly id: string; readonly version: number; confirmed: boolean }

/** What is done beside the agreements: certificates of consumer systems come and go, and a viewing organisation is stopped as a whole. */
export class MachineLane {
  /** Every one there ever was, revoked ones too: they are asked with for ever. */
  readonly certificates: string[] = [];
  private readonly current: Certificate[] = [];
  private stop: { readonly id: string; readonly version: number } | null = null;

  constructor(private readonly world: FaultWorld, private readonly model: ReferenceModel, private readonly dice: Dice) {}

  step(): Promise<void> {
    const { dice, current } = this;
    const waiting = current.find(({ confirmed }) => !confirmed);
    if (this.stop !== null && dice.chance(2)) return this.lift(this.stop);
    if (waiting !== undefined) return this.confirm(waiting);
    if (this.stop === null && dice.chance(4)) return this.suspend();
    return current.length < 2 || (current.length < 4 && dice.chance(2)) ? this.register() : this.revoke(dice.one(current));
  }

  private async register(): Promise<void> {
    const consumer = this.dice.one(CONSUMERS);
    const name = `system-${this.certificates.length + 1}`;
    const pem = await this.world.issue(name);
    const { data } = await this.done<{ registerSystemCertificate: { id: string; version: number } }>('administrator', `register ${name}`, 'registerSystemCertificate', 'RegisterSystemCertificateInput', 'id version',
      { consumerOdsCode: consumer, systemName: `System of ${name}`, pem, subject: consumer }, null);
    this.certificates.push(name);
    this.current.push({ name, consumer, ...data.registerSystemCertificate, confirmed: false });
  }

  private async confirm(certificate: Certificate): Promise<void> {
    const { id, version, name, consumer } = certificate;
    const { otherAdministrator } = this.world.staff;
    for (let tries = 0; !certificate.confirmed; tries += 1) {
      const { impactOf: { hash } } = await otherAdministrator.ask<{ impactOf: { hash: string } }>('query($input: ImpactInput!) { impactOf(input: $input) { hash } }', { input: { act: 'confirmCertificates', ids: [id] } });
      const { act } = await otherAdministrator.act(`confirm ${name}`, 'mutation($input: ConfirmSystemCertificateInput!) { confirmSystemCertificate(input: $input) { id } }', { id, expectedVersion: version, impactHash: hash, subject: id },
        () => ({ kind: 'certificate', certificate: name, consumer }));
      // Somebody came live, or was stopped, between looking and confirming.
      if (act.deed === null && (act.code !== 'IMPACT_CHANGED' || tries >= 10)) throw new NotAsDone(`#${act.number} ${act.name} is refused: ${act.code}`);
      if (act.deed !== null) this.model.take(act.deed);
      certificate.confirmed = act.deed !== null;
    }
  }

  private async revoke(certificate: Certificate): Promise<void> {
    const { id, name } = certificate;
    await this.done('administrator', `revoke ${name}`, 'revokeSystemCertificate', 'RevokeSystemCertificateInput', 'id', { id, reason: 'Its key was seen', subject: id }, { kind: 'revoked', certificate: name });
    this.current.splice(this.current.indexOf(certificate), 1);
  }

  private async suspend(): Promise<void> {
    const consumer = this.dice.one(CONSUMERS);
    const { data } = await this.done<{ suspendSharing: { id: string; version: number } }>(
      'drafter', `stop ${consumer}`, 'suspendSharing', 'SuspendSharingInput', 'id version', { scope: { kind: 'consumer', consumerOdsCode: consumer }, reason: 'An incident', subject: consumer },
      ({ suspendSharing: { id } }) => ({ kind: 'stopped', stop: id, provider: null, consumer }));
    this.stop = data.suspendSharing;
  }

  private async lift({ id, version }: { readonly id: string; readonly version: number }): Promise<void> {
    const { data } = await this.done<{ askResume: { version: number } }>('officer', 'ask to lift', 'askResume', 'ResumeInput', 'version', { stopId: id, expectedVersion: version, subject: id }, null);
    const { approver } = this.world.staff;
    this.stop = { id, version: data.askResume.version };
    const confirm = async (tries: number): Promise<void> => {
      const { impactOf: { hash } } = await approver.ask<{ impactOf: { hash: string } }>('query($input: ImpactInput!) { impactOf(input: $input) { hash } }', { input: { act: 'resume', id } });
      const { act } = await approver.act('lift', 'mutation($input: ConfirmResumeInput!) { confirmResume(input: $input) { id } }', { stopId: id, expectedVersion: data.askResume.version, impactHash: hash, subject: id }, () => ({ kind: 'lifted', stop: id }));
      // Somebody came live between looking and lifting.
      if (act.code === 'IMPACT_CHANGED' && tries < 10) return confirm(tries + 1);
      if (act.deed === null) throw new NotAsDone(`#${act.number} ${act.name} is refused: ${act.code}`);
      this.model.take(act.deed);
    };
    await confirm(0);
    this.stop = null;
  }

  /** Nothing else moves these, so nothing may refuse it. */
  private async done<Data>(
    who: keyof FaultWorld['staff'], name: string, mutation: string, input: string, asked: string,
    variables: Readonly<Record<string, unknown>> & { readonly subject: string }, deed: Deed | ((data: Data) => Deed) | null,
  ): Promise<{ data: Data }> {
    const means = deed === null ? null : typeof deed === 'function' ? deed : () => deed;
    const { act, data } = await this.world.staff[who].act<Data>(name, `mutation($input: ${input}!) { ${mutation}(input: $input) { ${asked} } }`, variables, means);
    if (data === null) throw new NotAsDone(`#${act.number} ${act.name} is refused: ${act.code}`);
    if (act.deed !== null) this.model.take(act.deed);
    return { data };
  }
}

