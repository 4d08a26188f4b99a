import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { Extensions, GqlExecutionContext } from '@nestjs/graphql';
import type { Actor, Tx } from '../contract/index.js';
import { SignInNeeded } from '../contract/index.js';

export const REQUIRES = 'accord:requires';
export const OPEN = 'accord:open';

/** What the GraphQL context carries. Reads share one transaction, opened when first needed. */
export interface RequestScope {
  readonly actor: Actor | null;
  reading(): Promise<Tx>;
}

/** The act a resolver needs, `subject:action`; the door of the field asks the abilities before the method runs. */
export const Requires = (act: `${string}:${string}`): MethodDecorator => stated(REQUIRES, act);

/** Says out loud that a field needs nothing beyond what its parent needed, or that anybody may ask it. */
export const Open = (): MethodDecorator => stated(OPEN, true);

/** On the method, where a review of all methods finds it, and in the schema, where the door reads it. */
function stated(name: string, value: string | true): MethodDecorator {
  return applyDecorators(SetMetadata(name, value), Extensions({ [name]: value }));
}

function scopeOf(context: ExecutionContext): RequestScope {
  return GqlExecutionContext.create(context).getContext<{ scope: RequestScope }>().scope;
}

/** The signed-in person, in the duty and for the organisation they act. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = scopeOf(context);
  if (actor === null) throw new SignInNeeded();
  return actor;
});

/** The request's read transaction. */
export const CurrentTx = createParamDecorator((_: unknown, context: ExecutionContext): Promise<Tx> => scopeOf(context).reading());
