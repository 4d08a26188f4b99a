/** Writes ASN.1 in DER: just what a signature container needs, and nothing read from outside. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const digits = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
  const head = Buffer.alloc(2 + digits);
  head[0] = tag;
  head[1] = 0x80 | digits;
  head.writeUIntBE(length, 2, digits);
  return Buffer.concat([head, content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
export const octets = (bytes: Uint8Array): Buffer => der(0x04, bytes);
export const smallInteger = (value: number): Buffer => der(0x02, Buffer.of(value));
/** A set, ordered as DER asks: by encoding. */
export const setOf = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...[...parts].sort(Buffer.compare));

export function objectIdentifier(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const sevens = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) sevens.unshift((left & 0x7f) | 0x80);
    bytes.push(...sevens);
  }
  return der(0x06, Buffer.from(bytes));
}
