import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { Changes, timeOf } from '@accord/kernel/server';
import { ActivationSteps, ChangedSinceApproval, ViewersGoFirst, WaitsForCutOver, type ActivationId, type AgreementId } from '@accord/agreements';
import { Participation } from '../domain/participation.js';
import { Renewal } from '../domain/renewal.js';
import type { ConsumerPart } from '../domain/consumer-part.js';
import { Pairs } from '../storage/pairs.js';
import { ConsumerParts, Participations } from '../storage/party-parts.js';
import { ProvedTerms } from '../storage/proved-terms.js';
import { Renewals } from '../storage/renewals.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { CoolingOff } from './cooling-off.js';
import { Parties } from './party.js';

/** What activations does to participations and parts, in its own transaction; their rules stay theirs. */
@Injectable()
export class StepsOfActivation extends ActivationSteps {
  constructor(
    private readonly participations: Participations, private readonly consumerParts: ConsumerParts, private readonly parties: Parties, private readonly pairs: Pairs,
    private readonly agreements: SharingAgreements, private readonly proved: ProvedTerms, private readonly renewals: Renewals, private readonly coolingOff: CoolingOff, private readonly changes: Changes,
  ) { super(); }

  async approve(tx: Tx, activation: { id: ActivationId; agreementId: AgreementId; submittedBy: PersonId; approvedBy: PersonId }, shown: readonly { id: string; version: number }[]): Promise<void> {
    const sides = await this.lockAll(tx, shown.map((each) => each.id));
    const versions = new Map(shown.map((each) => [each.id, each.version]));
    // An edit between the showing and the approving voids it (R3).
    if (sides.length !== shown.length || sides.some((side) => side.version !== versions.get(side.id))) throw new ChangedSinceApproval();
    await this.coolingOff.demandOver(tx, 'approve', [activation.submittedBy, ...sides.flatMap(({ step }) => [step.submittedBy, step.verifiedBy])]);
    await this.moveAll(tx, sides, 'approved', (side) => side.step.approve(activation.id, activation.approvedBy, timeOf(tx)));
  }

  async hold(tx: Tx, agreementIds: readonly AgreementId[], ids: readonly string[]): Promise<void> {
    await this.agreements.allAlone(tx, agreementIds);
    await this.lockAll(tx, ids);
  }

  async goLive(tx: Tx, agreementId: AgreementId, ids: readonly string[]): Promise<number> {
    // Held, so that nobody ends the agreement meanwhile.
    (await this.agreements.share(tx, agreementId)).demandStanding('go live');
    const sides = await this.lockAll(tx, ids);
    if (sides.length !== ids.length || sides.some((side) => side.agreementId !== agreementId)) throw new ChangedSinceApproval();
    await this.pairs.inTurn(tx, [agreementId]);
    // Who takes part already goes over to what was signed anew, viewing organisations first; everybody else goes live.
    const over = sides.filter(({ step }) => step instanceof Renewal);
    const waiting = over.find(({ renewal }) => renewal!.awaitsCutOver);
    if (waiting !== undefined) throw new WaitsForCutOver(waiting.odsCode);
    await this.moveAll(tx, over.filter((side) => !(side instanceof Participation)), 'went-over', (side) => { side.goOver(timeOf(tx)); });
    for (const provider of over.filter((side) => side instanceof Participation)) await this.goOver(tx, provider);
    await this.moveAll(tx, sides.filter((side) => !over.includes(side)), 'went-live', (side) => side.goLive(timeOf(tx)));
    return this.pairs.hold(tx, [agreementId]);
  }

  private async goOver(tx: Tx, provider: Participation): Promise<void> {
    const { versionNumber } = provider.renewal!;
    const behind = await this.renewals.consumerBehind(tx, provider.id, versionNumber);
    if (behind !== null) throw new ViewersGoFirst(behind, versionNumber);
    await this.moveAll(tx, [provider], 'went-over', (side) => { side.goOver(timeOf(tx)); });
    await this.proved.add(tx, [provider.id]);
    await this.pairs.refit(tx, [provider.id]);
  }

  private async lockAll(tx: Tx, ids: readonly string[]): Promise<(Participation | ConsumerPart)[]> {
    return [...await this.participations.lockAll(tx, ids), ...await this.consumerParts.lockAll(tx, ids)];
  }

  private async moveAll(tx: Tx, sides: readonly (Participation | ConsumerPart)[], done: string, move: (side: Participation | ConsumerPart) => void): Promise<void> {
    for (const side of sides) {
      move(side);
      await this.parties.save(tx, side);
    }
    await this.changes.record(tx, ...sides.map((side) => ({
      type: `${side instanceof Participation ? 'participation' : 'part'}.${done}`, subject: side.id, odsCode: side.odsCode, agreementId: side.agreementId, localityId: side.localityId,
    })));
  }
}
