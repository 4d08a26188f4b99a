import { placeOf, workspacePath } from './place.mjs';

const WRITES = /^\s*(?:insert\s+into|update\s+\w|delete\s+from|truncate\s|merge\s+into|create\s|alter\s|drop\s|lock\s|copy\s)|\b(?:insert\s+into\s+\w|delete\s+from\s+\w|update\s+\w+\s+set\b|for\s+(?:no\s+key\s+)?update\b|for\s+(?:key\s+)?share\b)/i;

/** A read-model answers a question. What writes or locks is a use-case's, in its transaction. */
export default {
  meta: {
    type: 'problem', schema: [], docs: { description: 'read-models never write' },
    messages: { write: 'A read-model never writes or locks: this statement belongs to storage, called by a use-case.' },
  },
  create(context) {
    const path = workspacePath(context.filename, context.cwd);
    const place = placeOf(path);
    const applies = (place.room === 'read-models' && !place.spec) || path.startsWith('libs/tooling/fixtures/');
    if (!applies) return {};
    const check = (node, text) => {
      if (WRITES.test(text)) context.report({ node, messageId: 'write' });
    };
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis.map((part) => part.value.cooked ?? '').join(' x ')),
    };
  },
};
