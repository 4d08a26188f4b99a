import { SESSION_LIMITS, type SessionLimits } from '../domain/session.js';

/** How long a session lasts; an application may say otherwise. */
export class SessionSettings {
  constructor(readonly limits: SessionLimits = SESSION_LIMITS) {}
}
