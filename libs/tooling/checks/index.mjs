import { migrationNames, noSqlClock } from './migrations.mjs';
import { closedTopLevel, kebabCaseFiles, noNamelessPlace, oneIdeaPerFile } from './names.mjs';
import { noRealNhsNumber } from './nhs-numbers.mjs';

/** Checks on files as text: each `{ name, appliesTo(path), check(path, text), checkAll?(paths) }`. */
export const CHECKS = [noRealNhsNumber, noSqlClock, migrationNames, noNamelessPlace, kebabCaseFiles, closedTopLevel, oneIdeaPerFile];

/** Everything the checks say of one file. */
export function checkFile(path, text) {
  return CHECKS.filter((one) => one.appliesTo(path)).flatMap((one) => one.check(path, text).map((fault) => ({ path, check: one.name, ...fault })));
}

/** Everything they say of the tree as a whole. */
export function checkTree(paths) {
  return CHECKS.flatMap((one) => (one.checkAll?.(paths) ?? []).map((fault) => ({ check: one.name, ...fault })));
}
