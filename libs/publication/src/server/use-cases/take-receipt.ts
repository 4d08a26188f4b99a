import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import { canonicalBytes, type Receipt } from '@accord/enforcement';
import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Refusal } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { ReceiptNotSigned, ReceiptOfAnother, ReceiptUnknownPublication, ReceiptUnknownStopList } from '../domain/receipt-refusals.js';
import { ReceiptStore, type IssuedForReceipt } from '../storage/receipt-store.js';

/** The gateway that called, by the certificate it presented. */
export interface CallingGateway {
  readonly id: string;
  readonly code: string;
  readonly certificatePem: string;
}

/** A receipt as it was handed in, and by whom. */
export interface HandedIn {
  readonly actor: Actor;
  readonly gateway: CallingGateway;
  readonly receipt: Receipt;
}

export interface Taken {
  /** Whether it was new. */
  readonly taken: boolean;
}

const MOST_KEYS = 1_000;
const feed: Actor = { kind: 'machine', personId: null, name: 'feed', duty: null, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'feed' };

/** Gateways' signed words that they applied a publication and a stop list. The same word twice is once. */
@Injectable()
export class TakeReceipt {
  /** Of each certificate the key in it, which is the same whenever it is read. */
  private readonly keys = new Map<string, KeyObject>();

  constructor(private readonly transactions: Transactions, private readonly clock: Clock, private readonly receipts: ReceiptStore) {}

  async execute(actor: Actor, gateway: CallingGateway, receipt: Receipt): Promise<Taken> {
    const [answer] = await this.together([{ actor, gateway, receipt }]);
    if (answer!.status === 'rejected') throw answer!.reason;
    return answer!.value;
  }

  /** Fifty gateways answer to one publication: those that come together are kept together. Each is refused for itself; whoever it came to puts that on record. */
  async together(handedIn: readonly HandedIn[]): Promise<readonly PromiseSettledResult<Taken>[]> {
    const faults = handedIn.map((each) => this.faultIn(each));
    const isNew = await this.keep(handedIn, faults);
    return faults.map((fault, at) => fault === undefined ? { status: 'fulfilled', value: { taken: isNew[at]! } } : { status: 'rejected', reason: fault });
  }

  /** Keeps what has no fault; of a publication or a stop list that was never issued, that becomes its fault. */
  private async keep(handedIn: readonly HandedIn[], faults: (Refusal | undefined)[]): Promise<readonly boolean[]> {
    if (faults.every((fault) => fault !== undefined)) return [];
    const subject = handedIn.map(({ gateway }) => gateway.id).join();
    const added = await this.transactions.run(handedIn.length === 1 ? handedIn[0]!.actor : feed, { act: 'receipt.take', subject }, async (tx) => {
      const issued = await this.receipts.issued(tx, [...new Set(handedIn.map(({ receipt }) => receipt.publication))]);
      handedIn.forEach(({ receipt }, at) => { faults[at] ??= notIssued(receipt, issued.get(receipt.publication)); });
      const sound = handedIn.filter((_each, at) => faults[at] === undefined);
      return sound.length === 0 ? [] : this.receipts.add(tx, sound.map(({ gateway, receipt }) => ({ gatewayId: gateway.id, receipt })), this.clock.now());
    });
    const keys = new Set(added.map(({ gatewayId, publication, stopList }) => `${gatewayId} ${publication} ${stopList}`));
    return handedIn.map(({ gateway, receipt }, at) => faults[at] === undefined && keys.delete(`${gateway.id} ${receipt.publication} ${receipt.stopList}`));
  }

  private faultIn({ gateway, receipt: { signature, ...content } }: HandedIn): Refusal | undefined {
    if (content.gateway !== gateway.id && content.gateway !== gateway.code) return new ReceiptOfAnother();
    return verify('sha256', canonicalBytes(content), this.keyIn(gateway.certificatePem), Buffer.from(signature, 'base64')) ? undefined : new ReceiptNotSigned();
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

/**
 * Publication and stop list come out of one snapshot, and a gateway refuses a list older than the one a publication was compiled with; a newer one can reach
 * it with an older publication. A list that was never issued is nothing to go by: it is not kept.
 */
function notIssued({ publication, hash, stopList }: Receipt, issued: IssuedForReceipt | undefined): Refusal | undefined {
  if (issued?.hash !== hash) return new ReceiptUnknownPublication(publication);
  return stopList < issued.stopList || stopList > issued.newestStopList ? new ReceiptUnknownStopList(stopList, publication) : undefined;
}
