import { placeOf, workspacePath } from './place.mjs';

const LITERALS = new Set(['Literal', 'TemplateLiteral', 'ObjectExpression', 'ArrayExpression']);

/** A rule that said no is a Refusal with a code; a fault has a name. A bare Error tells neither a program nor a person anything. */
export default {
  meta: {
    type: 'problem', schema: [], docs: { description: 'no bare Error: a Refusal, or a named subclass for faults' },
    messages: {
      bare: 'A bare Error has no code: make a Refusal, or a named subclass of Error for a fault.',
      literal: 'Only an Error can carry where it came from: throw a Refusal, or a named subclass of Error.',
    },
  },
  create(context) {
    const place = placeOf(workspacePath(context.filename, context.cwd));
    if (place.spec || place.room === 'none') return {};
    const bare = (node) => {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'Error') return;
      context.report({ node, messageId: 'bare' });
    };
    return {
      NewExpression: bare,
      CallExpression: bare,
      ThrowStatement(node) {
        if (LITERALS.has(node.argument?.type)) context.report({ node, messageId: 'literal' });
      },
    };
  },
};
