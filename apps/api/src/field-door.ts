import { defaultFieldResolver, isIntrospectionType, isObjectType, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { NotPermitted, SignInNeeded, type Actor } from '@accord/kernel';
import { mayEver, OPEN, REQUIRES, type RequestScope, type Transactions } from '@accord/kernel/server';

/** A field that a method answers, and no method says who may ask. */
export class FieldWithoutStatement extends Error {
  constructor(field: string) { super(`${field} is answered by a method that does not say who may call it.`); }
}

interface Asked {
  readonly scope: RequestScope;
}
type Resolve = GraphQLFieldResolver<unknown, Asked>;

/**
 * The door of every field that a method answers: nobody passes whose duty never allows the act it states. What has no statement is shut.
 * Whose thing it is, the use-case asks again, and row-level security after it. A field that only reads a property of its row stands
 * behind the door of that row.
 */
export function guardFields(schema: GraphQLSchema, transactions: Pick<Transactions, 'keepRefusal'>): GraphQLSchema {
  const roots = new Set([schema.getQueryType(), schema.getMutationType()].map((type) => type?.name));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { extensions, resolve = defaultFieldResolver as Resolve } = field as GraphQLField<unknown, Asked>;
      const act = extensions[REQUIRES];
      if (extensions[OPEN] === true) continue;
      if (typeof act === 'string') field.resolve = guarded(resolve, act, transactions) as typeof field.resolve;
      else if (roots.has(type.name)) throw new FieldWithoutStatement(`${type.name}.${field.name}`);
      // Read as the property it is, without a function between: a page of a list has hundreds of them.
      else delete field.resolve;
    }
  }
  return schema;
}

function guarded(resolve: Resolve, act: string, transactions: Pick<Transactions, 'keepRefusal'>): Resolve {
  const [subject = '', action = ''] = act.split(':');
  const kind = subjectNamed(subject);
  return (parent, args, context, info) => {
    const { actor } = context.scope;
    if (actor === null) throw new SignInNeeded();
    return mayEver(actor, action, kind) ? resolve(parent, args, context, info) : refuse(actor, { subject, action, field: info.fieldName }, transactions);
  };
}

async function refuse(actor: Actor, { subject, action, field }: { subject: string; action: string; field: string }, transactions: Pick<Transactions, 'keepRefusal'>): Promise<never> {
  const refusal = new NotPermitted(action);
  await transactions.keepRefusal(actor, { act: `${subject}.${action}`, subject: field }, refusal);
  throw refusal;
}

/** `consumer-part` names what abilities call `ConsumerPart`. */
export function subjectNamed(subject: string): string {
  return subject.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
