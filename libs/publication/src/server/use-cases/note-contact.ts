import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { ReceiptStore } from '../storage/receipt-store.js';

/** Remembers when a gateway last fetched the timestamp: it may answer for as long as its refuse limit after that. */
@Injectable()
export class NoteContact {
  constructor(private readonly transactions: Transactions, private readonly clock: Clock, private readonly receipts: ReceiptStore) {}

  async execute(actor: Actor, gatewayId: string): Promise<void> {
    await this.transactions.run(actor, { act: 'gateway.contact', subject: gatewayId }, (tx) => this.receipts.noteContact(tx, gatewayId, this.clock.now()));
  }
}
