const FIELDS = new Set(['Query', 'Mutation', 'Subscription', 'ResolveField', 'ResolveProperty', 'ResolveReference']);
const MARKS = new Set(['Requires', 'Open']);

function nameOf(decorator) {
  const expression = decorator.expression.type === 'CallExpression' ? decorator.expression.callee : decorator.expression;
  if (expression.type === 'Identifier') return expression.name;
  return expression.type === 'MemberExpression' && expression.property.type === 'Identifier' ? expression.property.name : '';
}

/** Deny is the default: a resolver method that states nobody would be refused at run time, so it is refused here first. */
export default {
  meta: {
    type: 'problem', schema: [], docs: { description: 'every resolver method states @Requires or @Open' },
    messages: {
      neither: "'{{name}}' is a @{{field}}: state who may call it with @Requires(…) or @Open().",
      both: "'{{name}}' states both @Requires and @Open: one of them is not true.",
    },
  },
  create(context) {
    const check = (node) => {
      const names = (node.decorators ?? []).map(nameOf);
      const field = names.find((name) => FIELDS.has(name));
      if (field === undefined) return;
      const marks = new Set(names.filter((name) => MARKS.has(name)));
      if (marks.size === 1) return;
      const name = node.key.type === 'Identifier' ? node.key.name : context.sourceCode.getText(node.key);
      context.report({ node: node.key, messageId: marks.size === 0 ? 'neither' : 'both', data: { name, field } });
    };
    return { MethodDefinition: check, PropertyDefinition: check };
  },
};
