/** One mail to one person, ready to go. */
export interface Mail {
  /** Names it for ever: what is sent again goes under the same Message-ID, and a mailbox shows it once. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Date;
  /** Where the person ends or changes it. */
  readonly choices: string;
}

/** No mail can go now: the server is out of reach, or takes none of ours. Everything waits. */
export class PostUnavailable extends Error {}

/** The server takes mail, and not this one. The others go on. */
export class MailRefused extends Error {}

/** Whatever takes mail. It has taken it once `send` resolves. */
export abstract class Post {
  abstract send(mail: Mail): Promise<void>;
  abstract close(): void;
}
