import { Module } from '@nestjs/common';
import './abilities.js';
import { HomeResolver } from './graphql/home.resolver.js';
import { ComingUpReader } from './read-models/coming-up.js';
import { SharingInShortReader } from './read-models/sharing-in-short.js';
import { WaitingReader } from './read-models/waiting.js';

@Module({ providers: [HomeResolver, WaitingReader, ComingUpReader, SharingInShortReader] })
export class HomeModule {}
