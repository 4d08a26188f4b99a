import { basename } from 'node:path';

import { placeOf, workspacePath } from './place.mjs';

const UNNAMED = new Set(['index', 'main', 'config', 'messages', 'bindings', 'abilities', 'clock', 'stopwatch']);

const words = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2').toLowerCase().split(/[-_.]+/).filter(Boolean);

// 'server' may export serve, and 'refusals' a Refusal: words of one stem are one word.
const sameStem = (one, other) => one === other || (Math.min(one.length, other.length) >= 4 && one.slice(0, 4) === other.slice(0, 4));
const holds = (many, few) => few.every((word) => many.some((one) => sameStem(one, word)));

/** A file is named after the thing it exports, so that the tree can be read instead of searched. */
export default {
  meta: {
    type: 'suggestion', schema: [], docs: { description: 'a file is named after the thing it exports' },
    messages: { name: "'{{file}}' exports '{{name}}' alone: name the file after it." },
  },
  create(context) {
    const path = workspacePath(context.filename, context.cwd);
    const place = placeOf(path);
    const stem = basename(path).replace(/\.[cm]?tsx?$/, '');
    if (place.spec || place.room === 'none' || UNNAMED.has(stem) || path.endsWith('.d.ts') || path.endsWith('.mjs')) return {};
    return {
      Program(program) {
        const names = [];
        for (const node of program.body) {
          if (node.type !== 'ExportNamedDeclaration' || node.source !== null) continue;
          for (const one of node.specifiers) names.push(one.exported.name);
          if (node.declaration?.id) names.push(node.declaration.id.name);
          for (const one of node.declaration?.declarations ?? []) if (one.id.type === 'Identifier') names.push(one.id.name);
        }
        const [name, ...others] = new Set(names);
        if (name === undefined || others.length > 0) return;
        const ofFile = words(stem);
        const ofExport = words(name);
        // What has a capital is what the file is about; a function may say more of it, as 'envelopeFindings' does of a file envelope.
        const isNamed = /^[A-Z]/.test(name)
          ? holds(ofFile, ofExport) || holds(ofExport, ofFile)
          : ofFile.some((word) => holds(ofExport, [word]));
        if (!isNamed) context.report({ node: program, messageId: 'name', data: { file: basename(path), name } });
      },
    };
  },
};
