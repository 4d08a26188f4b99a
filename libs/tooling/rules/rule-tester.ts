import { afterAll, describe, it } from '@jest/globals';
import parser from '@typescript-eslint/parser';
import { RuleTester, type Rule } from 'eslint';

Object.assign(RuleTester, { afterAll, describe, it });

/** A piece of code, and the file it is said to stand in: the rules ask where they are. */
export interface Piece {
  readonly name: string;
  readonly filename: string;
  readonly code: string;
}

/** Proves that a rule lets the first pieces pass and reports each of the others with the message it names. */
export function proves(name: string, rule: unknown, pieces: { passes: readonly Piece[]; refuses: readonly (Piece & { messageId: string })[] }): void {
  const tester = new RuleTester({ languageOptions: { parser: parser as never, parserOptions: { ecmaFeatures: { jsx: true } } } });
  tester.run(name, rule as Rule.RuleModule, {
    valid: pieces.passes.map((piece) => ({ ...piece })),
    invalid: pieces.refuses.map(({ messageId, ...piece }) => ({ ...piece, errors: [{ messageId }] })),
  });
}
