import { placeOf, workspacePath } from './place.mjs';

// A Clock lives in a file that says so. Durations (performance.now, hrtime) are no rule's business, so rules may not read them either.
const CLOCK_FILE = /(?:^|[/-])(?:clock|stopwatch)\.ts$/;
const RULE_ROOMS = new Set(['contract', 'domain', 'use-cases', 'read-models', 'enforcement']);

/** Time is exact and is handed in: a rule that reads the machine's clock cannot be tested at its instant, nor replayed. */
export default {
  meta: {
    type: 'problem', schema: [], docs: { description: 'no clock but Clock' },
    messages: {
      clock: "'{{what}}' reads the machine's clock: ask a Clock, or take the instant as an argument.",
      duration: "'{{what}}' has no place in a rule: take the instant as an argument.",
    },
  },
  create(context) {
    const path = workspacePath(context.filename, context.cwd);
    const place = placeOf(path);
    // Processes run under the real clock, and so do the specs that start them.
    const startsProcesses = place.spec && !place.project.startsWith('libs/');
    if (CLOCK_FILE.test(path) || startsProcesses || place.room === 'none') return {};
    const isRule = RULE_ROOMS.has(place.room) || path.startsWith('libs/tooling/fixtures/');
    const named = (node, object, property) => node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === object
      && (node.computed ? node.property.value === property : node.property.name === property);
    const report = (node, messageId, what) => context.report({ node, messageId, data: { what } });
    return {
      NewExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) report(node, 'clock', 'new Date()');
      },
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date') report(node, 'clock', 'Date()');
      },
      // The bare reference is refused too: `const now = Date.now` reads the same clock a line later.
      MemberExpression(node) {
        if (named(node, 'Date', 'now')) report(node, 'clock', 'Date.now');
        if (!isRule || place.spec) return;
        if (named(node, 'performance', 'now')) report(node, 'duration', 'performance.now');
        if (named(node, 'process', 'hrtime')) report(node, 'duration', 'process.hrtime');
      },
    };
  },
};
