import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { Post, type Mail } from '../domain/post.js';
import { composedMail, type Sender } from './composed-mail.js';

/** Where no mail server was named: each mail is a file that any mail program opens. It reaches nobody, and the Reminders page says so. */
export class FolderPost extends Post {
  private readonly transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(private readonly folder: string, private readonly sender: Sender) { super(); }

  async send(mail: Mail): Promise<void> {
    const { message } = await this.transport.sendMail(composedMail(mail, this.sender));
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const place = join(this.folder, `${mail.at.toISOString().slice(0, 10)}-${mail.id}.eml`);
    await writeFile(`${place}.part`, message as Buffer, { mode: 0o600 });
    await rename(`${place}.part`, place);
  }

  close(): void {
    this.transport.close();
  }
}
