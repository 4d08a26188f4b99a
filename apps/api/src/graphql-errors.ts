import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { graphqlErrorOf, simple } from './graphql-answers.js';
import { answerFault } from './routes/answer-refusal.js';

/** What a resolver or a route threw, told in one shape: in GraphQL with `extensions.code`, outside it as `{ "code", "message" }`. */
@Catch()
export class GraphqlErrors implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() !== 'graphql') return answerFault(host.switchToHttp().getResponse<FastifyReply>(), error);
    if (error instanceof GraphQLError) return error;
    if (error instanceof HttpException && error.getStatus() < 500) return simple(400, 'BAD_REQUEST').errors[0];
    return graphqlErrorOf(error, host.getArgByIndex<{ scope?: unknown } | undefined>(2)?.scope);
  }
}
