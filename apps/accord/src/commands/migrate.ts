import type { Settings } from '../config.js';
import { Foundation } from '../foundation.js';

/** `accord migrate` */
export async function migrateDatabase(settings: Settings): Promise<number> {
  const foundation = await Foundation.lay({ home: settings.home, databaseUrl: settings.databaseUrl, beside: true, say: (line) => console.log(line) });
  await foundation.leave();
  return 0;
}
