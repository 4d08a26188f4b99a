import { ApproveDirectoryImport, ImportDirectory } from '@accord/directory/server';
import { ImpactOfOpening } from '@accord/directory';
import { operatorActor, type LocalityId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { exampleEdition } from '@accord/tooling/server';
import { LaunchFault } from '../launch-fault.js';
import type { ExampleStage } from './example-stage.js';

// Older than any real edition, so that a real file may follow.
const [FIRST_EDITION, NEXT_EDITION] = ['2013-01-01', '2013-02-01'];

/** Brings the invented organisations in as a file of the national kind, and gives the localities they form, by code. */
export async function importOrganisations(stage: ExampleStage): Promise<ReadonlyMap<string, LocalityId>> {
  const { refusal } = await stage.play(421, '08:30', () => stage.get(ImportDirectory).execute(operatorActor('first start'), {
    bytes: exampleEdition(), isDryRun: false, editionOn: FIRST_EDITION, idempotencyKey: 'example:organisations',
  }));
  if (refusal !== null) throw new LaunchFault(`The example organisations were not imported: ${refusal.sentence}`);
  const localities = await stage.capabilities.dataSource.query<{ id: LocalityId; code: string }[]>('SELECT id, code FROM locality ORDER BY code');
  return new Map(localities.map(({ id, code }) => [code, id]));
}

/** The next edition says that a practice has closed. It shares, so one administrator hands the file in and the other approves what it stops. */
export async function importClosure(stage: ExampleStage, odsCode: string, closedDaysAgo: number, daysAgo: number): Promise<void> {
  const { importId, planHash, openings } = await stage.play(daysAgo, '08:40', () => stage.get(ImportDirectory).execute(stage.administrator(0), {
    bytes: exampleEdition({ odsCode, closedOn: stage.calendar.day(closedDaysAgo) }), isDryRun: false, editionOn: NEXT_EDITION, idempotencyKey: 'example:closure',
  }));
  const impactHash = await stage.play(daysAgo, '09:29', () => stage.get(Transactions).read(stage.administrator(1), (tx) => stage.get(ImpactOfOpening).hashOf(tx, openings)));
  await stage.play(daysAgo, '09:30', () => stage.get(ApproveDirectoryImport).execute(stage.administrator(1), { id: importId!, expectedVersion: 1, planHash, impactHash, idempotencyKey: 'example:closure-approved' }));
}
