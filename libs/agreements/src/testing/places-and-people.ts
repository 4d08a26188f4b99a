import { newId, type Actor, type Duty, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import type { TestDatabase } from '@accord/kernel/testing';

/** Long before anything in a spec happens. */
const EARLIER = new Date('2026-01-05T09:00:00Z');

/** Who acts, where: an organisation, localities, or neither. */
export interface Post {
  readonly odsCode?: string;
  readonly localities?: readonly LocalityId[];
}

/**
 * Two localities with their practices, viewing organisations, and people: put into the registers past the rules that guard those
 * registers, which have specs of their own. Practices TSTP01–TSTP03 belong to the first locality, TSTP09 to the second.
 */
export class PlacesAndPeople {
  readonly here = newId<LocalityId>(EARLIER);
  readonly elsewhere = newId<LocalityId>(EARLIER);
  readonly practices = ['TSTP01', 'TSTP02', 'TSTP03'] as readonly string[] as readonly OdsCode[];
  readonly farPractice = 'TSTP09' as OdsCode;
  readonly viewers = ['TSTV01', 'TSTV02'] as readonly string[] as readonly OdsCode[];

  constructor(private readonly database: TestDatabase, private readonly now: () => Date) {}

  async arrange(): Promise<void> {
    const { owner } = this.database;
    await this.beyondTheRules(async () => {
      await owner.query(`INSERT INTO locality (id, code, name, recorded_at) VALUES ($1, 'TSTL01', 'Aldermoor', $3), ($2, 'TSTL02', 'Brackenfold', $3)`, [this.here, this.elsewhere, EARLIER]);
      for (const code of [...this.practices, this.farPractice]) await this.organisation(code, `Surgery ${code}`, code === this.farPractice ? this.elsewhere : this.here);
      for (const code of this.viewers) await this.organisation(code, `Out of Hours ${code}`, null);
      await this.organisation('TSTC01', 'Closed Surgery', this.here, 'C');
    });
  }

  async organisation(code: string, name: string, localityId: LocalityId | null, status = 'A'): Promise<void> {
    const { owner } = this.database;
    await owner.query('INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ($1, $2, $3, $4)', [code, name, status, EARLIER]);
    await owner.query('INSERT INTO organisation_status (ods_code, status, valid_from, recorded_at) VALUES ($1, $2, $3, $3)', [code, status, EARLIER]);
    if (localityId !== null) {
      await owner.query('INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at) VALUES ($1, $2, $3, tstzrange($4, NULL), $4)', [newId(EARLIER), localityId, code, EARLIER]);
    }
  }

  async person(name: string): Promise<PersonId> {
    const id = newId<PersonId>(EARLIER);
    await this.database.owner.query('INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, $3)', [id, name, EARLIER]);
    return id;
  }

  /** Somebody in a duty, freshly signed in with the stronger credential. */
  actor(personId: PersonId, name: string, duty: Duty, post: Post = {}): Actor {
    return {
      kind: 'person', personId, name, duty, odsCode: (post.odsCode ?? null) as OdsCode | null, localities: post.localities ?? [],
      acr: 'AAL3_ANY', authenticatedAt: this.now(), origin: 'spec',
    };
  }

  async somebody(name: string, duty: Duty, post: Post = {}): Promise<Actor> {
    return this.actor(await this.person(name), name, duty, post);
  }

  /** Writes a confirmed line into an organisation's register of authority. */
  async authority(odsCode: string, personId: PersonId, during: { readonly from?: Date; readonly until?: Date | null } = {}): Promise<string> {
    const id = newId(EARLIER);
    const [recorder, confirmer] = [await this.person('Clara Clerk'), await this.person('Cyril Colleague')];
    await this.beyondTheRules(() => this.database.owner.query(`INSERT INTO authority (id, ods_code, person_id, role_title, during, recorded_by, recorded_at, confirmed_by, confirmed_at)
      VALUES ($1, $2, $3, 'Caldicott Guardian', tstzrange($4, $5), $6, $7, $8, $7)`, [id, odsCode, personId, during.from ?? EARLIER, during.until ?? null, recorder, EARLIER, confirmer]));
    return id;
  }

  /** As a migrator without triggers: for what other capabilities would have written by their own rules. */
  async beyondTheRules<T>(work: () => Promise<T>): Promise<T> {
    await this.database.owner.query('SET session_replication_role = replica');
    try {
      return await work();
    } finally {
      await this.database.owner.query('SET session_replication_role = origin');
    }
  }
}
