import type { Settings } from '../config.js';
import { Foundation } from '../foundation.js';
import { demandInstallation } from '../state/home.js';

/** `accord migrate`: for an upgrade; a first start does the same for itself. */
export async function migrateDatabase(settings: Settings): Promise<number> {
  demandInstallation(settings.home);
  const foundation = await Foundation.lay({ home: settings.home, databaseUrl: settings.databaseUrl, beside: true, say: (line) => console.log(line) });
  await foundation.leave();
  return 0;
}
