import type { INestApplicationContext } from '@nestjs/common';
import type { Actor, Duty, LocalityId, PersonId } from '@accord/kernel';
import { sql, Transactions } from '@accord/kernel/server';
import { acting } from '../acting.js';
import type { Capabilities } from '../capabilities.js';
import type { ExampleCalendar } from './example-calendar.js';
import type { MovedClock } from './moved-clock.js';

export interface Named {
  readonly id: PersonId;
  readonly name: string;
}

/** Who plays in the example, once they are known. */
export interface ExampleCast {
  readonly administrators: readonly [Named, Named];
  readonly officers: readonly [Named, Named];
  readonly approvers: readonly [Named, Named];
  /** Who signs for an organisation, with the line of the register of authority it rests on. */
  readonly signatories: ReadonlyMap<string, Named & { readonly authorityId: string }>;
}

/** Where the example is played: the use-cases, the moved clock and the calendar. Every act happens at an instant of its own. */
export class ExampleStage {
  cast!: ExampleCast;
  localities: ReadonlyMap<string, LocalityId> = new Map();

  constructor(readonly capabilities: Capabilities, readonly clock: MovedClock, readonly calendar: ExampleCalendar) {}

  get get(): INestApplicationContext['get'] {
    return this.capabilities.get;
  }

  /** Plays an act on a working day so many days ago. */
  play<T>(daysAgo: number, time: string, act: (at: Date) => Promise<T>): Promise<T> {
    const at = this.calendar.at(daysAgo, time);
    return this.clock.at(at, () => act(at));
  }

  /** The one system of a viewing organisation. */
  async systemOf(consumerOdsCode: string): Promise<string> {
    const [system] = await this.get(Transactions).read(this.officer(), (tx) => sql<{ id: string }>(tx, 'SELECT id FROM consumer_system WHERE consumer_ods_code = $1', [consumerOdsCode]));
    return system!.id;
  }

  /** A member of staff, freshly signed in, for all localities. */
  staff(person: Named, duty: Duty): Actor {
    return acting(person, duty, this.clock.now(), { localities: [...this.localities.values()] });
  }

  officer(): Actor {
    return this.staff(this.cast.officers[0], 'activation-officer');
  }

  otherOfficer(): Actor {
    return this.staff(this.cast.officers[1], 'activation-officer');
  }

  approver(): Actor {
    return this.staff(this.cast.approvers[0], 'approver');
  }

  administrator(which: 0 | 1): Actor {
    return acting(this.cast.administrators[which], 'system-administrator', this.clock.now());
  }

  signatory(odsCode: string): Actor {
    return acting(this.cast.signatories.get(odsCode)!, 'signatory', this.clock.now(), { odsCode });
  }
}
