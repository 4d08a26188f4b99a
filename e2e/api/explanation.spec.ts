import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Duty } from '@accord/kernel';
import { explanationLines } from '@accord/impact';
import { aWorld, type Subject, type World } from '../matrix/world.js';

jest.setTimeout(60_000);

const COMMAND = join(import.meta.dirname, '../../apps/accord/dist/main.js');
const ASK = `query($consumer: String!, $view: String!, $at: String, $asKnownAt: String) { explanation(provider: "TSTP01", consumer: $consumer, view: $view, at: $at, asKnownAt: $asKnownAt) {
  isSeen sentence since reasons { says } fixes { does who } sight { reference providerVersion providerEvidence { sha256 } } publication } }`;
interface Answer { readonly isSeen: boolean; readonly sentence: string; readonly since: string | null; readonly reasons: { says: string }[]; readonly fixes: { does: string; who: string }[]; readonly sight: { readonly reference: string } | null; readonly publication: number | null }

let world: World;
beforeAll(async () => { world = await aWorld(); }, 240_000);
afterAll(async () => world?.stop(), 60_000);

const some = (duty: Duty, odsCode?: string): Subject => world.subjects.find((each) => each.duty === duty && (odsCode === undefined || each.odsCode === odsCode))!;
const asked = (subject: Subject, variables: Record<string, string | null>) => world.graphql(subject, ASK, variables);
async function told(variables: Record<string, string | null>): Promise<Answer> {
  return ((await asked(some('auditor-national'), variables)).data as { explanation: Answer }).explanation;
}
async function printed(words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, 'explain', 'TSTP01', ...words, '--home', world.installation.facts.home.folder]);
  return stdout.trimEnd().split('\n');
}
const linesOf = (answer: Answer): readonly string[] => explanationLines({ ...answer, since: answer.since === null ? null : new Date(answer.since), row: answer.sight });

describe('Who can see what, and why', () => {
  it.each<readonly [string, Record<string, string>, readonly string[]]>([
    ['of a view that is suspended', { consumer: 'TSTV01', view: 'medication' }, ['TSTV01', 'medication']],
    ['of an organisation that no agreement names beside it', { consumer: 'TSTV03', view: 'medication' }, ['TSTV03', 'medication']],
    ['of a past day, as it was', { consumer: 'TSTV01', view: 'medication', at: '2026-01-01' }, ['TSTV01', 'medication', '--on', '2026-01-01']],
    ['of a past day, as it was known', { consumer: 'TSTV01', view: 'medication', asKnownAt: '2026-01-01' }, ['TSTV01', 'medication', '--on', '2026-01-01', '--as-known']],
  ])('is told alike over GraphQL and at the command line: %s', async (_what, variables, words) => {
    const answer = await told(variables);
    expect(linesOf(answer).length).toBeGreaterThan(1);
    expect(await printed(words)).toEqual(linesOf(answer));
  });

  it('cites the agreement, the version, the evidence and the publication, and since when', async () => {
    const now = await told({ consumer: 'TSTV01', view: 'medication' });
    expect(now).toMatchObject({
      isSeen: false, since: expect.any(String), fixes: [{ does: 'Lift the suspension', who: 'ELM ROAD SURGERY (TSTP01), and an approver to confirm' }], publication: expect.any(Number),
      sight: { reference: 'DCR-TSTL01-0001', providerVersion: 1, providerEvidence: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    });
    const [suspended, before] = [now.since!, new Date(Date.parse(now.since!) - 1).toISOString()];
    expect([(await told({ consumer: 'TSTV01', view: 'medication', at: before })).isSeen, (await told({ consumer: 'TSTV01', view: 'medication', at: suspended })).isSeen]).toEqual([true, false]);
  });

  it('is asked about the past by whom the past concerns, not by support, and never about what is ahead', async () => {
    const past = { consumer: 'TSTV01', view: 'medication', at: '2026-01-01' };
    expect((await asked(some('signatory', 'TSTP01'), past)).errors).toEqual([]);
    expect((await asked(some('support'), { ...past, at: null })).errors).toEqual([]);
    expect((await asked(some('support'), past)).errors[0]!.extensions.code).toBe('NOT_PERMITTED');
    expect((await asked(some('signatory', 'TSTP02'), past)).errors[0]!.extensions.code).toBe('NOT_PERMITTED');
    expect((await asked(some('auditor-national'), { ...past, at: '2999-01-01' })).errors[0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it.each([
    [['TSTV01', 'medication', '--as-known'], /--on/], [['TSTV01', 'no-such-view'], /no-such-view/], [['TSTV01', 'medication', '--on', 'yesterday'], /yyyy-mm-dd/],
  ] as const)('says what is wrong with a question: %j', async (words, why) => {
    await expect(printed(words)).rejects.toMatchObject({ code: 1, stdout: expect.stringMatching(why) });
  });
});
