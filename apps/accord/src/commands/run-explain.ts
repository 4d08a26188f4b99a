import { systemActor } from '@accord/kernel';
import { StoredServices } from '@accord/views/server';
import type { Settings } from '../config.js';
import { withServer } from '../with-server.js';
import { explainSight, type ExplainOptions } from './explain.js';

/** `accord explain`, on this installation's database. It reads as Accord itself does: whoever has the machine may ask of everybody. */
export function runExplain(settings: Settings, asked: readonly [string, string, string], options: ExplainOptions): Promise<number> {
  return withServer(settings, 'worker', [], (line) => console.error(line), ({ transactions }) => explainSight({
    transactions, services: new StoredServices(), actor: { ...systemActor(settings.operator), origin: 'cli' }, say: (line) => console.log(line),
  }, asked, options));
}
