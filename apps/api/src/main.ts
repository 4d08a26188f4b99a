import 'reflect-metadata';
import { runUnderLauncher } from '@accord/kernel/server';
import { startApi } from './api.js';
import { readConfig } from './config.js';

runUnderLauncher('api', () => startApi(readConfig()));
