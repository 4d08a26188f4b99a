import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { PersonId } from '@accord/kernel';
import type { SearchKeys } from './audit-keys.js';
import { masked, NhsNumber } from './nhs-number.js';
import { PatientTokenUnknown } from './refusals.js';

const NONCE = 12;
const TAG = 16;
const INDEX = 32;

export class VaultBroken extends Error {}

/** Keeps what names a patient: encrypted at rest, found again by a keyed blind index, handed out only as a token of one person. */
export class PatientVault {
  readonly #dataKey: Uint8Array;
  readonly #indexKey: Uint8Array;
  readonly #tokenKey: Uint8Array;

  constructor(keys: SearchKeys) {
    this.#dataKey = keys.dataKey;
    this.#indexKey = keys.indexKey;
    this.#tokenKey = new Uint8Array(hkdfSync('sha256', keys.indexKey, '', 'accord-patient-token/1', 32));
  }

  /** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the ciphertext. Bound to the row it belongs to, so that it opens in no other. */
  encrypt(rowId: string, content: string | Uint8Array): Uint8Array {
    return seal(this.#dataKey, rowId, content);
  }

  open(rowId: string, sealed: Uint8Array): Uint8Array {
    const content = unseal(this.#dataKey, rowId, sealed);
    if (content === null) throw new VaultBroken(`What row ${rowId} keeps cannot be opened: another key, another row, or altered.`);
    return content;
  }

  /** HMAC-SHA256: equal for equal patients, and nothing to anyone without the key. */
  indexOf(patient: NhsNumber | string): Uint8Array {
    const text = patient instanceof NhsNumber ? patient.reveal() : patient;
    return createHmac('sha256', this.#indexKey).update(text).digest();
  }

  /** For a reader's eyes: the last four digits. */
  masked(rowId: string, sealed: Uint8Array): string {
    return masked(Buffer.from(this.open(rowId, sealed)).toString('utf8'));
  }

  /** Stands for the patient in URLs and saved searches; of no use to anybody but this person. */
  tokenFor(person: PersonId, patient: NhsNumber): string {
    return this.tokenBehind(person, this.indexOf(patient));
  }

  /** The same where only the blind index is known. */
  tokenBehind(person: PersonId, index: Uint8Array): string {
    return Buffer.from(seal(this.#tokenKey, person, index)).toString('base64url');
  }

  /** The blind index behind a token. */
  indexBehind(person: PersonId, token: string): Uint8Array {
    const index = /^[\w-]{80}$/.test(token) ? unseal(this.#tokenKey, person, Buffer.from(token, 'base64url')) : null;
    if (index === null || index.length !== INDEX) throw new PatientTokenUnknown();
    return index;
  }
}

function seal(key: Uint8Array, boundTo: string, content: string | Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(boundTo));
  const body = Buffer.concat([cipher.update(typeof content === 'string' ? Buffer.from(content) : content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function unseal(key: Uint8Array, boundTo: string, sealed: Uint8Array): Uint8Array | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(boundTo));
    decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
  } catch {
    return null;
  }
}
