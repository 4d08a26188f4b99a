import { sqlClockIn } from './sql-clock.mjs';

/** The clock of the database is a clock too: instants reach SQL as parameters. */
export default {
  meta: {
    type: 'problem', schema: [], docs: { description: 'no clock but Clock, in SQL too' },
    messages: {
      sql: "'{{what}}' reads the database's clock: pass the instant as a parameter.",
      column: "'{{what}}' lets the database's clock decide: write the instant yourself.",
    },
  },
  create(context) {
    const check = (node, text) => {
      const what = sqlClockIn(text);
      if (what !== null) context.report({ node, messageId: 'sql', data: { what } });
    };
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis.map((part) => part.value.cooked ?? '').join(' $ ')),
      Property(node) {
        const name = node.key.type === 'Identifier' ? node.key.name : node.key.value;
        if ((name === 'createDate' || name === 'updateDate' || name === 'deleteDate') && node.value.type === 'Literal' && node.value.value === true) {
          context.report({ node, messageId: 'column', data: { what: name } });
        }
      },
    };
  },
};
