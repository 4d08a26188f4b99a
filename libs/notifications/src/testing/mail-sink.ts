import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it came over the wire, taken apart. */
export interface TakenMail {
  readonly to: readonly string[];
  readonly raw: string;
  /** By name in small letters, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
}

class NobodyHere extends Error {
  readonly responseCode = 550;
  constructor() { super('Nobody of this name here'); }
}

/** A mail server on this machine that keeps what it is given. */
export class MailSink {
  readonly mails: TakenMail[] = [];
  /** Told of a mail before it is answered that it was taken. */
  beforeAnswer: (mail: TakenMail) => void | Promise<void> = () => undefined;
  /** Addresses it knows nobody at. */
  readonly unknown = new Set<string>();
  private server: SMTPServer | undefined;
  private port = 0;

  async open(): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'], logger: false, disableReverseLookup: true,
      onRcptTo: ({ address }, _session, answer) => {
        if (!this.unknown.has(address)) return answer();
        answer(new NobodyHere());
      },
      onData: (stream, session, answer) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const mail = taken(session.envelope.rcptTo.map(({ address }) => address), Buffer.concat(pieces).toString('utf8'));
          this.mails.push(mail);
          Promise.resolve(this.beforeAnswer(mail)).then(() => answer(), answer);
        });
      },
    });
    server.on('error', () => undefined); // a client that was killed
    await new Promise<void>((resolve) => { server.listen(this.port, '127.0.0.1', resolve); });
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Takes no more; opened again it is at the same place. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server !== undefined) await new Promise<void>((resolve) => { server.close(resolve); });
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** What came for somebody since it was last asked. */
  takenFor(address: string): TakenMail[] {
    const theirs = this.mails.filter(({ to }) => to.includes(address));
    for (const mail of theirs) this.mails.splice(this.mails.indexOf(mail), 1);
    return theirs;
  }
}

export function taken(to: readonly string[], raw: string): TakenMail {
  const [head, body] = halves(raw);
  const headers = headersOf(head);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1] ?? '';
  const parts = body.split(`--${boundary}`).map((part) => halves(part.replace(/^\r\n/, ''))).map(([partHead, content]) => ({ headers: headersOf(partHead), content }));
  const of = (type: string): string => {
    const part = parts.find((each) => each.headers.get('content-type')?.startsWith(type) === true);
    return part === undefined ? '' : decoded(part.content, part.headers.get('content-transfer-encoding') ?? '7bit');
  };
  return { to, raw, headers, text: of('text/plain'), html: of('text/html') };
}

function halves(text: string): [string, string] {
  const at = text.indexOf('\r\n\r\n');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 4)];
}

function headersOf(head: string): Map<string, string> {
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
}

function decoded(content: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(content, 'base64').toString('utf8').replaceAll('\r\n', '\n');
  if (encoding !== 'quoted-printable') return content.replaceAll('\r\n', '\n');
  const bytes = content.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}
