import { STOPS_LIFE_SECONDS, TIMESTAMP_LIFE_SECONDS } from '@accord/enforcement';

/** The five roles whose keys are online, what each may sign, and how far ahead. Root and top targets are not among them. */
export const ONLINE_ROLES = ['localities', 'consumers', 'stops', 'snapshot', 'timestamp'] as const;
export type OnlineRole = (typeof ONLINE_ROLES)[number];

export interface RoleRule {
  readonly type: 'targets' | 'snapshot' | 'timestamp';
  readonly validForSeconds: number;
  /** For the delegated roles: the shape of every path they may vouch for. */
  readonly path?: RegExp;
  /** For snapshot and timestamp: exactly these files. */
  readonly parts?: readonly string[];
}

const DAY = 86_400;

export const ROLE_RULES: Readonly<Record<OnlineRole, RoleRule>> = {
  localities: { type: 'targets', validForSeconds: 7 * DAY, path: /^localities\/[A-Za-z0-9._-]+\.json$/ },
  consumers: { type: 'targets', validForSeconds: 7 * DAY, path: /^consumers\/[A-Z0-9]{3,12}\.json$/ },
  stops: { type: 'targets', validForSeconds: STOPS_LIFE_SECONDS, path: /^stops\/stops\.json$/ },
  snapshot: { type: 'snapshot', validForSeconds: DAY, parts: ['consumers.json', 'localities.json', 'stops.json', 'targets.json'] },
  timestamp: { type: 'timestamp', validForSeconds: TIMESTAMP_LIFE_SECONDS, parts: ['snapshot.json'] },
};

export function isOnlineRole(text: unknown): text is OnlineRole {
  return (ONLINE_ROLES as readonly unknown[]).includes(text);
}
