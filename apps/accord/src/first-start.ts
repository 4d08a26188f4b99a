import type { RunningRole } from '@accord/kernel/server';
import type { Home } from './state/home.js';
import type { Secrets } from './state/secrets.js';

/** What the first start of an installation is given to fill its database with. */
export interface FirstStartContext {
  readonly home: Home;
  readonly secrets: Secrets;
  readonly databaseUrls: Readonly<Record<RunningRole, string>>;
  readonly migratorUrl: string;
  /** The issuer that the people of this installation sign in with. */
  readonly openIdIssuer: string;
  readonly now: Date;
  readonly say: (line: string) => void;
}

/** Called after the migrations while the database knows no person, and again if it did not come to its end: it may meet its own work. */
export type FirstStart = (context: FirstStartContext) => Promise<void>;

export async function seedFirstStart(context: FirstStartContext): Promise<void> {
  context.say('the database is empty: nobody is registered yet');
}
