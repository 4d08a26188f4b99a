import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { ReceiptStore } from '../storage/receipt-store.js';

/** Remembers when gateways last were given the timestamp, asked for or pushed: each may answer for as long as its refuse limit after that. */
@Injectable()
export class NoteContact {
  constructor(private readonly transactions: Transactions, private readonly clock: Clock, private readonly receipts: ReceiptStore) {}

  async execute(actor: Actor, gatewayIds: readonly string[]): Promise<void> {
    await this.transactions.run(actor, { act: 'gateway.contact', subject: gatewayIds.join() }, (tx) => this.receipts.noteContact(tx, gatewayIds, this.clock.now()));
  }
}
