// Every way a file can name another module, handed to `visit(node, specifier, typeOnly)`.
export function importVisitor(visit) {
  const literal = (node) => (node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null);
  const see = (node, source, typeOnly) => {
    const specifier = literal(source);
    if (specifier !== null) visit(node, specifier, typeOnly);
  };
  return {
    ImportDeclaration(node) {
      const everySpecifierIsType = node.specifiers.length > 0 && node.specifiers.every((one) => one.importKind === 'type');
      see(node, node.source, node.importKind === 'type' || everySpecifierIsType);
    },
    ExportNamedDeclaration(node) {
      if (node.source !== null) see(node, node.source, node.exportKind === 'type');
    },
    ExportAllDeclaration(node) {
      see(node, node.source, node.exportKind === 'type');
    },
    ImportExpression(node) {
      see(node, node.source, false);
    },
    TSImportType(node) {
      see(node, node.source ?? node.argument?.literal, true);
    },
    TSImportEqualsDeclaration(node) {
      see(node, node.moduleReference?.expression, node.importKind === 'type');
    },
    CallExpression(node) {
      const callee = node.callee;
      const isRequire = callee.type === 'Identifier' && callee.name === 'require';
      const isResolve = callee.type === 'MemberExpression' && callee.object.type === 'MetaProperty';
      if (isRequire || isResolve) see(node, node.arguments[0], false);
    },
  };
}

const FRAMEWORKS = [
  ['graphql', /^(?:@nestjs\/(?:graphql|mercurius)|graphql(?:\/.*)?|mercurius)$/],
  ['typeorm', /^(?:@nestjs\/typeorm|typeorm)(?:\/.*)?$/],
  ['queue', /^(?:@nestjs\/bullmq|bullmq|ioredis)(?:\/.*)?$/],
  ['nest', /^@nestjs\//],
  ['database', /^(?:pg|pg-query-stream|pg-copy-streams)(?:\/.*)?$/],
  ['react', /^(?:react|react-dom|react-admin|react-router|ra-[a-z-]+|@mui\/.*|@emotion\/.*)(?:\/.*)?$/],
  ['io', /^(?:node:)?(?:fs|net|tls|http|https|http2|dgram|dns|child_process|worker_threads|cluster|readline|os)(?:\/.*)?$/],
];

/** Which of the fenced libraries a bare specifier is, or 'other'. */
export function frameworkOf(specifier) {
  return FRAMEWORKS.find(([, pattern]) => pattern.test(specifier))?.[0] ?? 'other';
}

/** Splits '@accord/agreements/server' into its capability and door; null when it is not ours. */
export function oursOf(specifier) {
  const match = /^@accord\/([^/]+)(?:\/(.+))?$/.exec(specifier);
  if (match === null) return null;
  const [, name, door = 'contract'] = match;
  if (name.startsWith('app-')) return { name, door: 'app' };
  return { name, door: ['contract', 'server', 'admin', 'testing'].includes(door) ? door : 'deep' };
}
