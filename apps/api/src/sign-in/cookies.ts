import type { FastifyReply, FastifyRequest } from 'fastify';

const ATTEMPT_SECONDS = 600;

/** The two cookies of a sign-in. Over https both carry `__Host-`, so that no other host or path can set them. */
export class SignInCookies {
  private readonly isSecure: boolean;
  private readonly prefix: string;

  constructor(origin: string) {
    this.isSecure = origin.startsWith('https:');
    this.prefix = this.isSecure ? '__Host-' : '';
  }

  sessionOf(request: FastifyRequest): string | undefined {
    return readCookie(request, `${this.prefix}accord_session`);
  }

  /** Strict: no other site's link or form ever arrives signed in. */
  setSession(reply: FastifyReply, token: string): void {
    this.write(reply, 'accord_session', token, 'Strict');
  }

  clearSession(reply: FastifyReply): void {
    this.write(reply, 'accord_session', '', 'Strict', 0);
  }

  attemptOf(request: FastifyRequest, state: string): string | undefined {
    return readCookie(request, `${this.prefix}${attemptName(state)}`);
  }

  /** Lax, because the provider sends the person back from another site. Named by its state, so that two tabs can sign in at once. */
  setAttempt(reply: FastifyReply, state: string, token: string): void {
    this.write(reply, attemptName(state), token, 'Lax', ATTEMPT_SECONDS);
  }

  clearAttempt(reply: FastifyReply, state: string): void {
    this.write(reply, attemptName(state), '', 'Lax', 0);
  }

  private write(reply: FastifyReply, name: string, value: string, sameSite: 'Strict' | 'Lax', maxAge?: number): void {
    const attributes = ['Path=/', 'HttpOnly', `SameSite=${sameSite}`, ...(this.isSecure ? ['Secure'] : []), ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`])];
    reply.header('set-cookie', `${this.prefix}${name}=${value}; ${attributes.join('; ')}`);
  }
}

function attemptName(state: string): string {
  return `accord_sign_in_${state.slice(0, 12)}`;
}

/** A cookie as Accord writes it (base64url); anything else under its name is none. */
function readCookie(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) {
      const value = pair.slice(at + 1).trim();
      return /^[A-Za-z0-9_-]{20,100}$/.test(value) ? value : undefined;
    }
  }
  return undefined;
}
