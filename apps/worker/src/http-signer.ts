import { canonicalJson } from '@accord/enforcement';
import { OnlineSigner, SignerFault, SignerRefused, VersionTaken, type OnlineRole, type Signature, type SignedText } from '@accord/publication/server';

const PATIENCE_MS = 5_000;

interface Answer {
  readonly signatures?: readonly Signature[];
  readonly code?: string;
  readonly floor?: number;
}

/** Asks the signer process over loopback. It decides for itself what it signs. */
export class HttpSigner extends OnlineSigner {
  constructor(private readonly url: string, private readonly token: string) { super(); }

  async sign(role: OnlineRole, keyid: string, { text }: SignedText): Promise<readonly Signature[]> {
    const response = await this.ask(`{"keyid":${canonicalJson(keyid)},"role":${canonicalJson(role)},"signed":${text}}`);
    const answer = (await response.json()) as Answer;
    if (response.ok && answer.signatures !== undefined) return answer.signatures;
    if (answer.code === 'NOT_RISING' && answer.floor !== undefined) throw new VersionTaken(role, answer.floor);
    if (answer.code !== undefined && response.status === 422) throw new SignerRefused(role, answer.code);
    throw new SignerFault(`The signer did not sign ${role}: ${answer.code ?? response.status}.`);
  }

  private async ask(body: string): Promise<Response> {
    try {
      return await fetch(new URL('/sign', this.url), {
        method: 'POST', body, headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' }, signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch {
      throw new SignerFault('The signer cannot be reached.');
    }
  }
}
