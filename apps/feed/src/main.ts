import 'reflect-metadata';
import { runUnderLauncher } from '@accord/kernel/server';
import { readConfig } from './config.js';
import { startFeed } from './feed.js';

runUnderLauncher('feed', () => startFeed(readConfig()));
