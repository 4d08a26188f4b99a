import { createTransport } from 'nodemailer';
import { MailRefused, Post, PostUnavailable, type Mail } from '../domain/post.js';
import { composedMail, type Sender } from './composed-mail.js';

/** Fewer than the sixty seconds that a database transaction may idle. */
const PATIENCE_MS = 12_000;
/** A mail server of 5xx after RCPT or DATA has judged this one mail; anything before is about us. */
const OF_THIS_MAIL = new Set(['EENVELOPE', 'EMESSAGE']);
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Hands mail to an SMTP server: `smtp://user:password@host:587`, or `smtps://` where TLS comes first. Beyond this machine nothing goes unencrypted. */
export class SmtpPost extends Post {
  private readonly transport;

  constructor(address: string, private readonly sender: Sender) {
    super();
    const url = new URL(address);
    const secure = url.protocol === 'smtps:';
    this.transport = createTransport({
      host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (secure ? 465 : 587)), secure, requireTLS: !secure && !LOOPBACK.has(url.hostname), name: sender.host,
      ...(url.username === '' ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
      pool: true, maxConnections: 1, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS, disableFileAccess: true, disableUrlAccess: true,
    });
  }

  async send(mail: Mail): Promise<void> {
    try {
      await this.transport.sendMail(composedMail(mail, this.sender));
    } catch (fault) {
      // What a server answers may repeat addresses, and what a connection throws may carry its password: codes alone go on.
      const { code = 'EUNKNOWN', responseCode } = fault as { code?: string; responseCode?: number };
      const says = responseCode === undefined ? code : `${code} ${responseCode}`;
      throw OF_THIS_MAIL.has(code) && responseCode !== undefined && responseCode >= 500 ? new MailRefused(says) : new PostUnavailable(`The mail server takes no mail: ${says}.`);
    }
  }

  close(): void {
    this.transport.close();
  }
}
