import { Module } from '@nestjs/common';
import './abilities.js';
import { PublicationsResolver } from './graphql/publications.resolver.js';

/** What people ask of publications. */
@Module({ providers: [PublicationsResolver] })
export class PublicationModule {}
