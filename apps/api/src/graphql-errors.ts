import { randomUUID } from 'node:crypto';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { Refusal, type RefusalKind } from '@accord/kernel';
import { refusalOfConstraint } from '@accord/kernel/server';

/** A new kind does not compile until it is named here. */
const CATEGORY: Record<RefusalKind, string> = { 'invalid': 'BAD_USER_INPUT', 'not-found': 'NOT_FOUND', 'forbidden': 'FORBIDDEN', 'conflict': 'CONFLICT' };

/**
 * What goes wrong is told in one shape: `message` for people, `extensions.code` for programs (the refusal's own code) and
 * `extensions.category`. What is no refusal is masked and logged under an id that can be quoted.
 */
@Catch()
export class GraphqlErrors implements ExceptionFilter {
  private readonly log = new Logger('graphql');

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() !== 'graphql') throw error;
    if (error instanceof GraphQLError) return error;
    const refusal = error instanceof Refusal ? error : refusalOfConstraint(error);
    if (refusal !== undefined) {
      return new GraphQLError(refusal.message, {
        extensions: { code: refusal.code, category: CATEGORY[refusal.kind], ...('field' in refusal ? { fields: [refusal.field] } : {}) },
      });
    }
    if (error instanceof HttpException && error.getStatus() < 500) return new GraphQLError('This request is not valid.', { extensions: { code: 'BAD_REQUEST', category: 'BAD_USER_INPUT' } });
    const id = randomUUID();
    this.log.error(`${id} ${error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : 'fault'}`);
    return new GraphQLError(`Something went wrong on our side. Nothing was changed. Quote ${id}.`, { extensions: { code: 'INTERNAL', category: 'INTERNAL', id } });
  }
}
