import { Module } from '@nestjs/common';
import './abilities.js';
import { PublicationsResolver } from './graphql/publications.resolver.js';
import { SealStatement } from './use-cases/seal-statement.js';

/** What people ask of publications. */
@Module({ providers: [PublicationsResolver, SealStatement], exports: [SealStatement] })
export class PublicationModule {}
