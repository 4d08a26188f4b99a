import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { defineMessages, Refusal } from '@accord/kernel';

/** What one request may ask for. Judged before validation, so before any resolver runs; fragments count wherever they are spread. */
export const GRAPHQL_LIMITS = { depth: 8, fields: 400, aliases: 15, directives: 20, tokens: 1_000, characters: 20_000, bodyBytes: 1_048_576 } as const;

defineMessages({
  QUERY_TOO_DEEP: 'This query is nested more than {limit} fields deep. Nothing was read or changed.',
  QUERY_TOO_WIDE: 'This query asks for more than {limit} fields. Nothing was read or changed.',
  TOO_MANY_ALIASES: 'This query renames more than {limit} fields. Nothing was read or changed.',
  TOO_MANY_DIRECTIVES: 'This query holds more than {limit} directives. Nothing was read or changed.',
  QUERY_TOO_LONG: 'This query is longer than {limit}. Nothing was read or changed.',
});

export type LimitCode = 'QUERY_TOO_DEEP' | 'QUERY_TOO_WIDE' | 'TOO_MANY_ALIASES' | 'TOO_MANY_DIRECTIVES' | 'QUERY_TOO_LONG';

export class OverLimit extends Refusal {
  readonly kind = 'invalid';
  constructor(readonly code: LimitCode, limit: number | string) { super(code, { limit }); }
}

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}

/** Refuses a document of which an operation asks for too much. Each fragment is measured once, so a nest of them costs no time. */
export function demandWithinLimits(document: DocumentNode): void {
  const ruler = new Ruler(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, fields, aliases, directives } = ruler.sizeOf(definition.selectionSet, definition.directives?.length ?? 0);
    if (depth > GRAPHQL_LIMITS.depth) throw new OverLimit('QUERY_TOO_DEEP', GRAPHQL_LIMITS.depth);
    if (aliases > GRAPHQL_LIMITS.aliases) throw new OverLimit('TOO_MANY_ALIASES', GRAPHQL_LIMITS.aliases);
    if (directives > GRAPHQL_LIMITS.directives) throw new OverLimit('TOO_MANY_DIRECTIVES', GRAPHQL_LIMITS.directives);
    if (fields > GRAPHQL_LIMITS.fields) throw new OverLimit('QUERY_TOO_WIDE', GRAPHQL_LIMITS.fields);
  }
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, directives: 0 };

class Ruler {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly measured = new Map<string, Size>();

  constructor(document: DocumentNode) {
    this.fragments = new Map(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])));
  }

  sizeOf(selections: SelectionSetNode, ownDirectives = 0): Size {
    let { depth, fields, aliases, directives } = { ...NOTHING, directives: ownDirectives };
    for (const selection of selections.selections) {
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragment(selection.name.value) : selection.selectionSet === undefined ? NOTHING : this.sizeOf(selection.selectionSet);
      const isField = selection.kind === Kind.FIELD;
      // How deep one may look into the schema itself, graphql's own rule says.
      const reaches = isField && selection.name.value.startsWith('__') ? 1 : inner.depth + (isField ? 1 : 0);
      depth = Math.max(depth, reaches);
      fields += inner.fields + (isField ? 1 : 0);
      aliases += inner.aliases + (isField && selection.alias !== undefined ? 1 : 0);
      directives += inner.directives + (selection.directives?.length ?? 0);
    }
    return { depth, fields, aliases, directives };
  }

  private fragment(name: string): Size {
    const before = this.measured.get(name);
    if (before !== undefined) return before;
    this.measured.set(name, NOTHING); // a ring of fragments is refused by validation; here it only must not turn for ever
    const definition = this.fragments.get(name);
    const size = definition === undefined ? NOTHING : this.sizeOf(definition.selectionSet, definition.directives?.length ?? 0);
    this.measured.set(name, size);
    return size;
  }
}
