import { TamperChecker } from './tamper-check.js';
import type { TamperCase } from './tamper-case.js';
import { FAMILIES } from './tamper-corpus.js';
import { diskCases } from './tamper-disk.js';
import { TamperDraft } from './tamper-draft.js';
import { tamperStage } from './tamper-stage.js';

/** Offers cases until one goes wrong, and says how. Of a library that is whole it says nothing. */
export async function firstFault(seenBy: readonly string[], mostCases: number): Promise<string | undefined> {
  const checker = new TamperChecker();
  for (const family of seenBy) {
    if (family === 'diskCases') {
      const stage = await tamperStage();
      const cases = await diskCases(stage);
      const every = Math.ceil(cases.length / mostCases);
      for (const [at, each] of cases.entries()) {
        if (at % every !== 0) continue;
        const [fault] = await checker.faultsOnDisk(each, stage).catch((error: unknown) => [String(error)]);
        if (fault !== undefined) return `${each.what}: ${fault}`;
      }
      continue;
    }
    let offered = 0;
    for (const each of casesOf(family, await draftOf(family))) {
      const [fault] = await checker.faultsIn([each]).catch((error: unknown) => [String(error)]);
      if (fault !== undefined) return fault;
      offered += 1;
      if (offered >= mostCases) break;
    }
  }
  return undefined;
}

function casesOf(family: string, draft: TamperDraft): Iterable<TamperCase> {
  const found = FAMILIES.find((each) => each.name === family);
  if (found === undefined) throw new TypeError(`no family ${family}`);
  return found(draft);
}

async function draftOf(family: string): Promise<TamperDraft> {
  return new TamperDraft(await tamperStage(family === 'shortThresholds' ? 2 : 1, family === 'falseListingsOfWhatIsHeld'));
}
