import type { NavigationGroup } from '@accord/kernel/admin';
import { say } from '../messages.js';

/** In the order people think of them. Home stands alone, under no heading. */
export const NAVIGATION_GROUPS: readonly NavigationGroup[] = ['home', 'sharing', 'enforcement', 'access-log', 'governance'];

export const groupWords = (group: NavigationGroup): string => say(`group.${group}`);
