import { X509Certificate } from 'node:crypto';
import { sha256Hex, type Actor } from '@accord/kernel';
import type { FeedCertificate, NoteFeedCertificates } from '@accord/systems/server';

const NOTE_MS = 300_000;
const feed: Actor = { kind: 'machine', personId: null, name: 'feed', duty: null, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'feed' };

/** Every certificate of a file in PEM form. */
export function certificatesIn<Purpose extends FeedCertificate['purpose']>(purpose: Purpose, pem: string): (FeedCertificate & { readonly purpose: Purpose })[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((each) => {
    const { raw, subject, validFrom, validTo } = new X509Certificate(each);
    return { purpose, sha256: sha256Hex(raw), subject: subject.replace(/\s+/g, ' ').slice(0, 500), from: new Date(Date.parse(validFrom)), until: new Date(Date.parse(validTo)) };
  });
}

/** Notes every few minutes which certificates this feed runs with, so that people are warned before one ends. */
export class OwnCertificates {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly noting: NoteFeedCertificates, private readonly certificates: readonly FeedCertificate[]) {}

  async start(): Promise<void> {
    await this.note();
    this.timer = setInterval(() => { this.note().catch(() => undefined); }, NOTE_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** A feed that cannot note it serves all the same. */
  private async note(): Promise<void> {
    await this.noting.execute(feed, this.certificates).catch((error: unknown) => {
      process.stderr.write(`feed: its certificates are not noted: ${error instanceof Error ? error.message : 'fault'}\n`);
    });
  }
}
