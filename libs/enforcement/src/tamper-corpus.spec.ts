import { beforeAll, describe, expect, it } from '@jest/globals';

import type { TamperCase } from './testing/tamper-case.js';
import { TamperChecker, inBatches } from './testing/tamper-check.js';
import { contentHash, tamperCases, tamperedDisks } from './testing/tamper-corpus.js';
import type { DiskCase } from './testing/tamper-disk.js';
import { type TamperStage, tamperStage } from './testing/tamper-stage.js';

/** Corpus F: everything that can be wrong with an update, and with what was kept of one. */
describe('the tamper corpus', () => {
  const cases: TamperCase[] = [];
  let disks: readonly DiskCase[] = [];
  let stage: TamperStage;
  beforeAll(async () => {
    for await (const tampered of tamperCases()) cases.push(tampered);
    disks = await tamperedDisks();
    stage = await tamperStage();
  }, 120_000);

  it('holds at least four thousand cases, no two of one content, of every role and with a code each, and is the same at every run', async () => {
    const hashes = cases.map(contentHash);
    expect(new Set(hashes).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(4_000);
    const again: string[] = [];
    for await (const tampered of tamperCases()) again.push(contentHash(tampered));
    expect(again).toEqual(hashes);
    const roles = ['root', 'timestamp', 'snapshot', 'targets', 'localities', 'stops', 'localities/publication.json', 'localities/callers.json', 'localities/TST1.json', 'localities/TST2.json', 'stops/stops.json'];
    for (const role of roles) expect([role, cases.filter((each) => each.role === role).length]).toEqual([role, expect.any(Number)]);
    expect(new Set(cases.map(({ role }) => role))).toEqual(new Set([...roles, 'consumers']));
    const codes = new Set([...cases, ...disks].map(({ code }) => code));
    expect([...codes].sort()).toEqual([
      'BAD_SIGNATURE', 'CHAIN_BROKEN', 'EXPIRED', 'HASH_MISMATCH', 'LENGTH_MISMATCH', 'MALFORMED', 'MISSING', 'MIX_AND_MATCH', 'NOTHING_PUBLISHED', 'NOT_CANONICAL', 'NOT_LISTED', 'ROLLBACK', 'ROOT_CHANGED',
      'THRESHOLD_NOT_MET', 'TOO_LARGE', 'UNKNOWN_KEY', 'UNSUPPORTED_KEY', 'UNSUPPORTED_SPEC', 'VERSION_LEAP', 'VERSION_MISMATCH', 'WRONG_TYPE', 'opens',
    ]);
  }, 120_000);

  it('is refused case by case with its own code, fetched and pushed, before and after a restart; what is held stays, and the next publication is taken', async () => {
    const checker = new TamperChecker();
    const faults: string[] = [];
    for (const batch of inBatches(cases, 8)) faults.push(...await checker.faultsIn(batch));
    expect(faults).toEqual([]);
    expect(checker.offers).toBeGreaterThan(1.5 * cases.length);
  }, 300_000);

  it('is refused when it was put on disk: nothing of it is enforced, nothing older is taken, and the next publication is', async () => {
    const checker = new TamperChecker();
    const faults: string[] = [];
    for (const each of disks) faults.push(...(await checker.faultsOnDisk(each, stage)).map((fault) => `${each.family}: ${each.role}, ${each.what}: ${fault}`));
    expect(faults).toEqual([]);
    expect(disks.length).toBeGreaterThanOrEqual(1_000);
  }, 120_000);
});
