import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { ReceiptStore } from '../storage/receipt-store.js';

/**
 * Remembers when a gateway last asked for the timestamp, which is how it is heard, with which certificate, and when it last was pushed one, which says nothing of how
 * it fares. It may answer for as long as its refuse limit after either.
 */
@Injectable()
export class NoteContact {
  constructor(private readonly transactions: Transactions, private readonly clock: Clock, private readonly receipts: ReceiptStore) {}

  async asked(actor: Actor, gatewayId: string, presented: string): Promise<void> {
    await this.transactions.run(actor, { act: 'gateway.contact', subject: gatewayId }, (tx) => this.receipts.noteAsked(tx, gatewayId, presented, this.clock.now()));
  }

  async handed(actor: Actor, gatewayIds: readonly string[]): Promise<void> {
    await this.transactions.run(actor, { act: 'gateway.contact', subject: gatewayIds.join() }, (tx) => this.receipts.noteHanded(tx, gatewayIds, this.clock.now()));
  }
}
