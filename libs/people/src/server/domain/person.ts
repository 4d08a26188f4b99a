import { InvalidInput, newId, type PersonId } from '@accord/kernel';
import { PersonDisabled } from './refusals.js';

const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/;

/** Somebody Accord knows. A person may have several accounts or none; rules about two people compare persons. */
export class Person {
  readonly id!: PersonId;
  readonly name!: string;
  readonly email: string | null = null;
  readonly invitedBy: PersonId | null = null;
  readonly recordedAt!: Date;
  readonly disabledAt: Date | null = null;
  readonly version: number = 1;

  private constructor() {}

  static invite(named: { readonly name: string; readonly email?: string | null | undefined }, by: PersonId | null, at: Date): Person {
    const name = named.name.normalize('NFC').trim().replace(/\s+/g, ' ');
    if (name === '' || name.length > 200 || /\p{C}/u.test(name)) throw new InvalidInput('name', 'write a name of 1 to 200 visible characters');
    const email = named.email?.trim() || null;
    if (email !== null && !EMAIL.test(email)) throw new InvalidInput('email', 'this is not an e-mail address');
    return new Person().become({ id: newId<PersonId>(at), name, email, invitedBy: by, recordedAt: at });
  }

  disable(at: Date): void {
    if (this.disabledAt !== null) throw new PersonDisabled();
    this.become({ disabledAt: at, version: this.version + 1 });
  }

  demandEnabled(): void {
    if (this.disabledAt !== null) throw new PersonDisabled();
  }

  private become(change: Partial<Person>): this {
    return Object.assign(this, change);
  }
}
