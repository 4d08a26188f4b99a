import { placeOf, workspacePath } from './place.mjs';

const CONFIG = /^apps\/[^/]+\/src\/config\.ts$/;

function mayRead(path) {
  const place = placeOf(path);
  if (place.spec || place.room === 'testing') return true;
  if (CONFIG.test(path)) return true;
  return /^libs\/tooling\/(?!src\/|fixtures\/).*\.mjs$/.test(path);
}

/** Config is read once, at start, by the one file that lists every fault; a setting read elsewhere is a setting nobody checked. */
export default {
  meta: {
    type: 'problem', schema: [], docs: { description: 'no process.env outside apps/*/src/config.ts' },
    messages: { env: 'Settings are read in apps/*/src/config.ts alone; take what you need as an argument.' },
  },
  create(context) {
    if (mayRead(workspacePath(context.filename, context.cwd))) return {};
    const report = (node) => context.report({ node, messageId: 'env' });
    const isProcess = (node) => (node?.type === 'Identifier' && node.name === 'process')
      || (node?.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.name === 'process' && node.object.type === 'Identifier' && node.object.name === 'globalThis');
    const isEnv = (key, computed) => (computed ? key.type === 'Literal' && key.value === 'env' : key.type === 'Identifier' && key.name === 'env');
    return {
      MemberExpression(node) {
        if (isProcess(node.object) && isEnv(node.property, node.computed)) report(node);
      },
      VariableDeclarator(node) {
        if (!isProcess(node.init) || node.id.type !== 'ObjectPattern') return;
        for (const property of node.id.properties) if (property.type === 'Property' && isEnv(property.key, property.computed)) report(property);
      },
      ImportDeclaration(node) {
        if (!/^(?:node:)?process$/.test(node.source.value)) return;
        for (const one of node.specifiers) if (one.type === 'ImportSpecifier' && one.imported.name === 'env') report(one);
      },
    };
  },
};
