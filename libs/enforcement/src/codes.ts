/**
 * Positions of texts in a list. A Map would have the engine hash every text anew, because those asked for were just cut from a
 * request; this hashes what it needs in place and compares once. The first of two equal texts is found.
 */
export class Codes {
  private readonly slots: Int32Array;
  private readonly mask: number;

  /** @param significant how many characters, counted from the end, tell most of them apart: eight of a digest, all of a code */
  constructor(readonly texts: readonly string[], private readonly significant = 20) {
    this.mask = 2 ** Math.ceil(Math.log2(2 * texts.length + 2)) - 1;
    this.slots = new Int32Array(this.mask + 1);
    for (let at = 0; at < texts.length; at += 1) {
      let slot = this.hash(texts[at] as string);
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = at + 1;
    }
  }

  /** The position, or -1. */
  find(text: string): number {
    for (let slot = this.hash(text); ; slot = (slot + 1) & this.mask) {
      const at = (this.slots[slot] as number) - 1;
      if (at < 0 || this.texts[at] === text) return at;
    }
  }

  private hash(text: string): number {
    let hash = text.length;
    for (let at = hash > this.significant ? hash - this.significant : 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash ^ (hash >>> 15)) & this.mask;
  }
}
