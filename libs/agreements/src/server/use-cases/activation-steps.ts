import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { Changes, timeOf } from '@accord/kernel/server';
import { ActivationSteps, ChangedSinceApproval, type ActivationId, type AgreementId } from '@accord/agreements';
import { Participation } from '../domain/participation.js';
import type { ConsumerPart } from '../domain/consumer-part.js';
import { Pairs } from '../storage/pairs.js';
import { ConsumerParts, Participations } from '../storage/party-parts.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { CoolingOff } from './cooling-off.js';
import { Parties } from './party.js';

/** What activations does to participations and parts, in its own transaction; their rules stay theirs. */
@Injectable()
export class StepsOfActivation extends ActivationSteps {
  constructor(
    private readonly participations: Participations, private readonly consumerParts: ConsumerParts, private readonly parties: Parties, private readonly pairs: Pairs,
    private readonly agreements: SharingAgreements, private readonly coolingOff: CoolingOff, private readonly changes: Changes,
  ) { super(); }

  async approve(tx: Tx, activation: { id: ActivationId; agreementId: AgreementId; submittedBy: PersonId; approvedBy: PersonId }, shown: readonly { id: string; version: number }[]): Promise<void> {
    const sides = await this.lockAll(tx, shown.map((each) => each.id));
    const versions = new Map(shown.map((each) => [each.id, each.version]));
    // An edit between the showing and the approving voids it (R3).
    if (sides.length !== shown.length || sides.some((side) => side.version !== versions.get(side.id))) throw new ChangedSinceApproval();
    await this.coolingOff.demandOver(tx, 'approve', [activation.submittedBy, ...sides.flatMap((side) => [side.submittedBy, side.verifiedBy])]);
    await this.moveAll(tx, sides, 'approved', (side) => side.approve(activation.id, activation.approvedBy, timeOf(tx)));
  }

  async goLive(tx: Tx, agreementId: AgreementId, ids: readonly string[]): Promise<number> {
    // Held, so that nobody ends the agreement meanwhile.
    (await this.agreements.share(tx, agreementId)).demandStanding('go live');
    const sides = await this.lockAll(tx, ids);
    if (sides.length !== ids.length || sides.some((side) => side.agreementId !== agreementId)) throw new ChangedSinceApproval();
    await this.moveAll(tx, sides, 'went-live', (side) => side.goLive(timeOf(tx)));
    return this.pairs.hold(tx, agreementId);
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
