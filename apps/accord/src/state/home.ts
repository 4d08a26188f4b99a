import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchFault } from '../launch-fault.js';

/** Every place below the home folder (`.accord/` unless ACCORD_HOME says otherwise). Nothing else of an installation lies on disk. */
export class Home {
  constructor(readonly folder: string) {}

  readonly postgres = this.at('postgres');
  readonly documents = this.at('documents');
  readonly certs = this.at('certs');
  readonly offlineKeys = this.at('keys', 'offline');
  readonly onlineKeys = this.at('keys', 'online');
  readonly auditKeys = this.at('keys', 'audit');
  /** `1.root.json` and `1.targets.json`, signed by the offline keys. */
  readonly metadata = this.at('keys', 'metadata');
  readonly documentsKey = this.at('keys', 'documents.key');
  readonly sealCertificate = this.at('keys', 'seal.pem');
  readonly sealKey = this.at('keys', 'seal.key');
  readonly secrets = this.at('secrets.json');
  readonly ports = this.at('ports.json');
  readonly gateway = this.at('gateway');
  readonly signer = this.at('signer');
  readonly identity = this.at('identity');
  readonly examplePeople = this.at('identity', 'people.json');
  /** There while the first start fills the database. */
  readonly filling = this.at('first-start.unfinished');
  /** There where the data are the invented ones. */
  readonly example = this.at('example.json');
  /** Where mail is written while no mail server is named. */
  readonly mail = this.at('mail');
  readonly launcher = this.at('launcher.json');

  get isFilling(): boolean {
    return existsSync(this.filling);
  }

  certificate(name: string): string {
    return join(this.certs, `${name}.pem`);
  }

  certificateKey(name: string): string {
    return join(this.certs, `${name}.key`);
  }

  private at(...parts: string[]): string {
    return join(this.folder, ...parts);
  }
}

export function isInstalled(folder: string): boolean {
  return existsSync(new Home(folder).documentsKey);
}

/**
 * For commands: only a start makes an installation, with keys of its own and passwords that a database named by DATABASE_URL takes over.
 * @throws LaunchFault where there is none
 */
export function demandInstallation(folder: string): void {
  if (!isInstalled(folder)) throw new LaunchFault(`There is no installation in ${folder}. Say where yours lies by --home or ACCORD_HOME; accord start makes a new one.`);
}
