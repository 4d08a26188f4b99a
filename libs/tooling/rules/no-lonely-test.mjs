const LONELY = new Set(['only', 'fit', 'fdescribe']);

/** A test left alone silences all its neighbours, and the run still ends green. */
export default {
  meta: {
    type: 'problem', schema: [], docs: { description: 'no focused test' },
    messages: { lonely: "'{{what}}' silences every other test of the file." },
  },
  create(context) {
    const report = (node, what) => context.report({ node, messageId: 'lonely', data: { what } });
    const rootOf = (node) => (node.type === 'MemberExpression' ? rootOf(node.object) : node);
    return {
      CallExpression(node) {
        const callee = node.callee.type === 'CallExpression' || node.callee.type === 'TaggedTemplateExpression' ? (node.callee.callee ?? node.callee.tag) : node.callee;
        if (callee.type === 'Identifier' && LONELY.has(callee.name) && callee.name !== 'only') report(node, callee.name);
        if (callee.type !== 'MemberExpression') return;
        const root = rootOf(callee);
        if (root.type !== 'Identifier' || !['it', 'test', 'describe'].includes(root.name)) return;
        const names = [];
        for (let part = callee; part.type === 'MemberExpression'; part = part.object) names.push(part.property.name);
        if (names.includes('only')) report(node, `${root.name}.only`);
      },
    };
  },
};
