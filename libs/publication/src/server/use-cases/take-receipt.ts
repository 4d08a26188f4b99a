import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import { canonicalBytes, type Receipt } from '@accord/enforcement';
import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { ReceiptNotSigned, ReceiptOfAnother, ReceiptUnknownPublication } from '../domain/receipt-refusals.js';
import { ReceiptStore } from '../storage/receipt-store.js';

/** The gateway that called, by the certificate it presented. */
export interface CallingGateway {
  readonly id: string;
  readonly code: string;
  readonly certificatePem: string;
}

const MOST_KEYS = 1_000;

/** A gateway's signed word that it applied a publication and a stop list. The same word twice is once. */
@Injectable()
export class TakeReceipt {
  /** Of each certificate the key in it, which is the same whenever it is read. */
  private readonly keys = new Map<string, KeyObject>();

  constructor(private readonly transactions: Transactions, private readonly clock: Clock, private readonly receipts: ReceiptStore) {}

  async execute(actor: Actor, gateway: CallingGateway, receipt: Receipt): Promise<{ readonly taken: boolean }> {
    return this.transactions.run(actor, { act: 'receipt.take', subject: gateway.id }, async (tx) => {
      const { signature, ...content } = receipt;
      if (receipt.gateway !== gateway.id && receipt.gateway !== gateway.code) throw new ReceiptOfAnother();
      if (!verify('sha256', canonicalBytes(content), this.keyIn(gateway.certificatePem), Buffer.from(signature, 'base64'))) throw new ReceiptNotSigned();
      const issued = await this.receipts.hashOf(tx, receipt.publication);
      if (issued !== receipt.hash) throw new ReceiptUnknownPublication(receipt.publication);
      return { taken: await this.receipts.add(tx, gateway.id, receipt, this.clock.now()) };
    });
  }

  private keyIn(pem: string): KeyObject {
    const known = this.keys.get(pem);
    if (known !== undefined) return known;
    if (this.keys.size >= MOST_KEYS) this.keys.clear();
    const key = new X509Certificate(pem).publicKey;
    this.keys.set(pem, key);
    return key;
  }
}
