import { Module } from '@nestjs/common';
import './abilities.js';
import { HeldResolver } from './graphql/held.resolver.js';
import { PublicationsResolver } from './graphql/publications.resolver.js';
import { SealStatement } from './use-cases/seal-statement.js';

/** What people ask of publications. */
@Module({ providers: [PublicationsResolver, HeldResolver, SealStatement], exports: [SealStatement] })
export class PublicationModule {}
