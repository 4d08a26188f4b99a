import { diskCases, type DiskCase } from './tamper-disk.js';
import type { TamperCase } from './tamper-case.js';
import { wrongContent, wrongOrder } from './tamper-content.js';
import { TamperDraft } from './tamper-draft.js';
import { brokenListings, falseListings, falseListingsOfWhatIsHeld, mixtures, wrongDelegations } from './tamper-listings.js';
import { badSignatures, oneKeyUnderTwoIds, rootsByOthers, shortThresholds } from './tamper-signatures.js';
import { otherSpellings } from './tamper-spelling.js';
import { tamperStage } from './tamper-stage.js';
import { sha256 } from './test-feed.js';
import { anotherEnvironment, listedAfterChange, listedInTransit, rootInTransit, timestampInTransit } from './tamper-transport.js';
import { fromTheFuture, wrongHeads, wrongShapes, wrongShapesOfRoot } from './tamper-values.js';

/** Every false offer, in one order, the same at every run, and none twice. */
export async function* tamperCases(): AsyncGenerator<TamperCase> {
  const seen = new Set<string>();
  for await (const tampered of families()) {
    const hash = contentHash(tampered);
    if (!seen.has(hash)) yield tampered;
    seen.add(hash);
  }
}

/** All families of what a feed may offer. */
export const FAMILIES = [
  timestampInTransit, listedInTransit, rootInTransit, anotherEnvironment, listedAfterChange, badSignatures, oneKeyUnderTwoIds, rootsByOthers, wrongHeads, fromTheFuture,
  otherSpellings, wrongShapes, wrongShapesOfRoot, falseListings, brokenListings, wrongDelegations, mixtures, wrongContent, wrongOrder, falseListingsOfWhatIsHeld, shortThresholds,
] as const;

async function* families(): AsyncGenerator<TamperCase> {
  const [plain, frugal, strict] = [new TamperDraft(await tamperStage()), new TamperDraft(await tamperStage(1, true)), new TamperDraft(await tamperStage(2))];
  for (const family of FAMILIES) yield* family(family === falseListingsOfWhatIsHeld ? frugal : family === shortThresholds ? strict : plain);
}

export async function tamperedDisks(): Promise<DiskCase[]> {
  return diskCases(await tamperStage());
}

/** One content is one case: the files that are other than the third publication served them. */
export function contentHash({ draft, files }: TamperCase): string {
  const others: string[] = [];
  for (const [path, bytes] of files) if (draft.good.get(path) !== bytes) others.push(`${path} ${sha256(bytes)}`);
  for (const path of draft.good.keys()) if (!files.has(path)) others.push(`${path} withheld`);
  return sha256(Buffer.from(`${sha256(draft.stage.pinnedRoot)}\n${others.sort().join('\n')}`));
}
