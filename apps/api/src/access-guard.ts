import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { NotPermitted, SignInNeeded } from '@accord/kernel';
import { mayEver, OPEN, REQUIRES, Transactions, type RequestScope } from '@accord/kernel/server';

interface Statement {
  readonly isOpen: boolean;
  readonly act: string | undefined;
  readonly subject: string;
  readonly action: string;
}

/**
 * The door of every resolver: nobody passes whose duty never allows the act it states. What has no statement is shut. Whose thing
 * it is, the use-case asks again, and row-level security after it.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  /** Each resolver states it once and for all; each field of each row asks. */
  private readonly statements = new WeakMap<object, Statement>();

  constructor(private readonly reflector: Reflector, private readonly transactions: Transactions) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { isOpen, act, subject, action } = this.statementOf(context.getHandler());
    if (isOpen) return true;
    const graphql = GqlExecutionContext.create(context);
    const { actor } = graphql.getContext<{ scope: RequestScope }>().scope;
    if (actor === null) throw new SignInNeeded();
    if (act !== undefined && mayEver(actor, action, subjectNamed(subject))) return true;
    const refusal = new NotPermitted(action);
    await this.transactions.keepRefusal(actor, { act: `${subject}.${action}`, subject: graphql.getInfo<{ fieldName: string }>().fieldName }, refusal);
    throw refusal;
  }

  private statementOf(handler: ReturnType<ExecutionContext['getHandler']>): Statement {
    const known = this.statements.get(handler);
    if (known !== undefined) return known;
    const act = this.reflector.get<string | undefined>(REQUIRES, handler);
    const [subject = '', action = ''] = (act ?? '').split(':');
    const statement = { isOpen: this.reflector.get<boolean | undefined>(OPEN, handler) === true, act, subject, action };
    this.statements.set(handler, statement);
    return statement;
  }
}

/** `consumer-part` names what abilities call `ConsumerPart`. */
export function subjectNamed(subject: string): string {
  return subject.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
