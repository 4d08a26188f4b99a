import { Global, Module } from '@nestjs/common';
import { InTray } from '../contract/index.js';
import './abilities.js';
import { HomeResolver } from './graphql/home.resolver.js';
import { ComingUpReader } from './read-models/coming-up.js';
import { HomeInTray } from './read-models/home-in-tray.js';
import { SharingInShortReader } from './read-models/sharing-in-short.js';
import { WaitingReader } from './read-models/waiting.js';

@Global()
@Module({ providers: [HomeResolver, WaitingReader, ComingUpReader, SharingInShortReader, { provide: InTray, useClass: HomeInTray }], exports: [InTray] })
export class HomeModule {}
