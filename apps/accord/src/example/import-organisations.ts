import { ImportDirectory } from '@accord/directory/server';
import { operatorActor, type LocalityId } from '@accord/kernel';
import { exampleEdition } from '@accord/tooling/server';
import { LaunchFault } from '../launch-fault.js';
import type { ExampleStage } from './example-stage.js';

// Older than any real edition, so that a real file may follow.
const EDITION = '2013-01-01';

/** Brings the invented organisations in as a file of the national kind, and gives the localities they form, by code. */
export async function importOrganisations(stage: ExampleStage): Promise<ReadonlyMap<string, LocalityId>> {
  const report = await stage.play(421, '08:30', () => stage.get(ImportDirectory).execute(operatorActor('first start'), { bytes: exampleEdition(), isDryRun: false, editionOn: EDITION }));
  if (report.refusal !== null) throw new LaunchFault(`The example organisations were not imported: ${report.refusal.sentence}`);
  const localities = await stage.capabilities.dataSource.query<{ id: LocalityId; code: string }[]>('SELECT id, code FROM locality ORDER BY code');
  return new Map(localities.map(({ id, code }) => [code, id]));
}
