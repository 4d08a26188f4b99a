const LONELY = new Set(['fit', 'fdescribe']);

/** A test left alone silences all its neighbours, and the run still ends green. */
export default {
  meta: {
    type: 'problem', schema: [], docs: { description: 'no focused test' },
    messages: { lonely: "'{{what}}' silences every other test of the file." },
  },
  create(context) {
    const report = (node, what) => context.report({ node, messageId: 'lonely', data: { what } });
    const rootOf = (node) => (node.type === 'MemberExpression' ? rootOf(node.object) : node);
    const check = (node, callee) => {
      if (callee.type === 'Identifier' && LONELY.has(callee.name)) report(node, callee.name);
      if (callee.type !== 'MemberExpression') return;
      const root = rootOf(callee);
      if (root.type !== 'Identifier' || !['it', 'test', 'describe'].includes(root.name)) return;
      for (let part = callee; part.type === 'MemberExpression'; part = part.object) {
        if (part.property.name === 'only') return report(node, `${root.name}.only`);
      }
    };
    return {
      CallExpression: (node) => check(node, node.callee),
      TaggedTemplateExpression: (node) => check(node, node.tag),
    };
  },
};
