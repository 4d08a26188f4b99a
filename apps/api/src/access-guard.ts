import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { NotPermitted, SignInNeeded } from '@accord/kernel';
import { mayEver, OPEN, REQUIRES, Transactions, type RequestScope } from '@accord/kernel/server';

/**
 * The door of every resolver: nobody passes whose duty never allows the act it states. What has no statement is shut. Whose thing
 * it is, the use-case asks again, and row-level security after it.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector, private readonly transactions: Transactions) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean | undefined>(OPEN, context.getHandler()) === true) return true;
    const act = this.reflector.get<string | undefined>(REQUIRES, context.getHandler());
    const graphql = GqlExecutionContext.create(context);
    const { actor } = graphql.getContext<{ scope: RequestScope }>().scope;
    if (actor === null) throw new SignInNeeded();
    const [subject = '', action = ''] = (act ?? '').split(':');
    if (act !== undefined && mayEver(actor, action, subjectNamed(subject))) return true;
    const refusal = new NotPermitted(action);
    await this.transactions.keepRefusal(actor, { act: `${subject}.${action}`, subject: graphql.getInfo<{ fieldName: string }>().fieldName }, refusal);
    throw refusal;
  }
}

/** `consumer-part` names what abilities call `ConsumerPart`. */
export function subjectNamed(subject: string): string {
  return subject.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
