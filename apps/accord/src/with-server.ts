import { dataSourceFor, type RunningRole, SystemClock, Transactions } from '@accord/kernel/server';
import type { EntitySchema } from 'typeorm';
import type { Settings } from './config.js';
import { Foundation } from './foundation.js';
import { demandInstallation } from './state/home.js';

export interface Server {
  readonly transactions: Transactions;
  readonly foundation: Foundation;
}

/**
 * Does one act of the command line as a running role, on the installation's database: beside a launcher that runs already, or on a
 * PostgreSQL that is started for it and stopped after it.
 * @throws LaunchFault where there is no installation
 */
export async function withServer<T>(settings: Settings, role: RunningRole, mappings: readonly EntitySchema[], say: (line: string) => void, work: (server: Server) => Promise<T>): Promise<T> {
  demandInstallation(settings.home);
  const foundation = await Foundation.lay({ home: settings.home, databaseUrl: settings.databaseUrl, beside: true, say });
  try {
    const source = await dataSourceFor({ url: foundation.databaseUrls[role], mappings, poolSize: 2, applicationName: 'accord-command' }).initialize();
    try {
      return await work({ transactions: new Transactions(source, new SystemClock()), foundation });
    } finally {
      await source.destroy();
    }
  } finally {
    await foundation.leave();
  }
}
