import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Actor } from '@accord/kernel';
import { KernelModule, Transactions } from '@accord/kernel/server';
import { capabilities, keepingOf } from './bindings.js';
import type { ApiConfig } from './config.js';
import { describeSchema } from './describe-schema.js';
import { guardFields } from './field-door.js';
import { executionErrors, GRAPHQL_PATH } from './graphql-answers.js';
import { graphqlDoor } from './graphql-door.js';
import { GraphqlErrors } from './graphql-errors.js';
import { GRAPHQL_LIMITS } from './graphql-limits.js';
import { refuseRequest } from './refuse-request.js';
import { beginScope } from './request-scope.js';

/** Filled once sign-in stands; until then nobody is anybody. */
export interface Door {
  actorOf(request: FastifyRequest): Promise<Actor | null>;
}

@Module({})
export class ApiModule {
  static forRoot(config: ApiConfig, dataSource: DataSource, door: Door): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        KernelModule.forRoot(dataSource),
        ...capabilities(keepingOf(config)),
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          inject: [Transactions],
          useFactory: (transactions: Transactions) => ({
            autoSchemaFile: true, sortSchema: true, transformSchema: (schema) => guardFields(describeSchema(schema), transactions), path: GRAPHQL_PATH, graphiql: false, jit: 1, cache: 250, allowBatchedQueries: false,
            graphql: { parseOptions: { maxTokens: GRAPHQL_LIMITS.tokens } },
            hooks: graphqlDoor as never, errorFormatter: executionErrors as never,
            errorHandler: refuseRequest(transactions, (asked) => door.actorOf(asked)) as never,
            context: async (request: FastifyRequest, reply: FastifyReply) => ({ request, reply, scope: await beginScope(request, reply, transactions, (asked) => door.actorOf(asked)) }),
          }),
        }),
      ],
      providers: [{ provide: APP_FILTER, useClass: GraphqlErrors }],
    };
  }
}
