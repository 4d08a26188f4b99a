/** What a consumer's system asks. What it left out of the recorded part is null. */
export interface DecideRequest {
  readonly service: string;
  readonly provider: string;
  readonly views: readonly string[];
  readonly consumer: string | null;
  readonly user: { readonly id: string | null; readonly name: string | null; readonly jobRole: string | null };
  readonly patient: string | null;
  readonly messageId: string | null;
  readonly prescriptionId?: string;
  readonly relationship?: string;
  readonly emergencyReason?: string;
  readonly consent?: { readonly given: boolean; readonly recordedAt: string };
}

/** What of a body that is no question can be read all the same, for its record. */
export interface ReadableParts extends Pick<DecideRequest, 'views' | 'user' | 'patient' | 'messageId' | 'prescriptionId'> {
  readonly service: string | null;
  readonly provider: string | null;
}

/** The body is not a question: nothing is decided. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

const LONGEST_CODE = 100;
const LONGEST_TEXT = 500;
const LONGEST_REASON = 4_000;
const MOST_VIEWS = 100;

export function parseDecideRequest(body: Uint8Array): DecideRequest {
  const ask = object(json(body), 'The body');
  const user = ask.user === undefined || ask.user === null ? {} : object(ask.user, 'user');
  return {
    service: required(ask.service, 'service'),
    provider: required(ask.provider, 'provider'),
    views: views(ask.views),
    consumer: optional(ask.consumer, 'consumer', LONGEST_CODE) ?? null,
    user: {
      id: optional(user.id, 'user.id', LONGEST_TEXT) ?? null,
      name: optional(user.name, 'user.name', LONGEST_TEXT) ?? null,
      jobRole: optional(user.jobRole, 'user.jobRole', LONGEST_TEXT) ?? null,
    },
    patient: optional(ask.patient, 'patient', LONGEST_CODE) ?? null,
    messageId: optional(ask.messageId, 'messageId', LONGEST_TEXT) ?? null,
    ...given('prescriptionId', optional(ask.prescriptionId, 'prescriptionId', LONGEST_TEXT)),
    ...given('relationship', optional(ask.relationship, 'relationship', LONGEST_TEXT)),
    ...given('emergencyReason', optional(ask.emergencyReason, 'emergencyReason', LONGEST_REASON)),
    ...given('consent', consent(ask.consent)),
  };
}

/** Of a body that is no JSON, or was too large to read (undefined), nothing: there is no telling what stands in it. */
export function readableParts(body: Uint8Array | undefined): ReadableParts {
  const ask = (body === undefined ? null : ifReadable(() => object(json(body), 'The body'))) ?? {};
  const user = ifReadable(() => object(ask.user, 'user')) ?? {};
  const text = (value: unknown, longest: number): string | null => ifReadable(() => optional(value, 'It', longest)) ?? null;
  const prescriptionId = text(ask.prescriptionId, LONGEST_TEXT);
  return {
    service: text(ask.service, LONGEST_CODE),
    provider: text(ask.provider, LONGEST_CODE),
    views: ifReadable(() => views(ask.views)) ?? [],
    user: { id: text(user.id, LONGEST_TEXT), name: text(user.name, LONGEST_TEXT), jobRole: text(user.jobRole, LONGEST_TEXT) },
    patient: text(ask.patient, LONGEST_CODE),
    messageId: text(ask.messageId, LONGEST_TEXT),
    ...(prescriptionId === null ? {} : { prescriptionId }),
  };
}

/** Without these nobody could ever be asked why they looked. */
export function isComplete({ user, patient, messageId }: DecideRequest): boolean {
  return user.id !== null && user.name !== null && user.jobRole !== null && patient !== null && messageId !== null;
}

function ifReadable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Malformed('The body is not JSON in UTF-8.');
  }
}

function object(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(`${name} must be an object.`);
  return value as Record<string, unknown>;
}

function required(value: unknown, name: string): string {
  const text = optional(value, name, LONGEST_CODE);
  if (text === undefined) throw new Malformed(`${name} is missing.`);
  return text;
}

/** Empty and blank count as left out. */
function optional(value: unknown, name: string, longest: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new Malformed(`${name} must be text.`);
  if (value.length > longest) throw new Malformed(`${name} is longer than ${longest} characters.`);
  return value.trim() === '' ? undefined : value;
}

function views(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_VIEWS) throw new Malformed(`views must be a list of 1 to ${MOST_VIEWS} view codes.`);
  return value.map((view: unknown) => required(view, 'Each of views'));
}

function consent(value: unknown): { given: boolean; recordedAt: string } | undefined {
  if (value === undefined || value === null) return undefined;
  const { given: isGiven, recordedAt } = object(value, 'consent');
  if (typeof isGiven !== 'boolean') throw new Malformed('consent.given must be true or false.');
  const at = optional(recordedAt, 'consent.recordedAt', LONGEST_CODE);
  if (at === undefined) throw new Malformed('consent.recordedAt is missing.');
  return { given: isGiven, recordedAt: at };
}

function given<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}
