import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { InvalidInput } from '../contract/index.js';

const MAC = 16;

/**
 * Where a list goes on: a position in its order, not an offset. Opaque and bound (by a MAC) to the list and whatever else `scope`
 * names, usually the reader and the filter, so that a cursor made up or carried elsewhere is refused.
 */
export class PageCursors {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = new Uint8Array(hkdfSync('sha256', key, '', 'accord-page-cursor/1', 32));
  }

  write(scope: string, position: readonly string[]): string {
    const text = Buffer.from(JSON.stringify(position));
    return Buffer.concat([this.mac(scope, text), text]).toString('base64url');
  }

  read(scope: string, cursor: string, field = 'after'): readonly string[] {
    const bytes = Buffer.from(/^[\w-]{1,1000}$/.test(cursor) ? cursor : '', 'base64url');
    const text = bytes.subarray(MAC);
    // Base64 leaves spare bits: only the spelling that was given out counts.
    if (bytes.length <= MAC || bytes.toString('base64url') !== cursor || !timingSafeEqual(bytes.subarray(0, MAC), this.mac(scope, text))) {
      throw new InvalidInput(field, 'this cursor belongs to no page of this list');
    }
    return JSON.parse(text.toString('utf8')) as string[];
  }

  private mac(scope: string, text: Uint8Array): Uint8Array {
    return createHmac('sha256', this.#key).update(`${Buffer.byteLength(scope)}:${scope}`).update(text).digest().subarray(0, MAC);
  }
}
