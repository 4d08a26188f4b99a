/** Endings are long enough once so many of the texts have one of their own. */
const TOLD_APART = 0.95;

/**
 * Positions of texts in a list. A Map would have the engine hash every text anew, because those asked for were just cut from a
 * request; this hashes in place as many of the last characters as tell the listed ones apart, and compares the whole once. The first
 * of two equal texts is found.
 */
export class Codes {
  private readonly ending: number;
  /** At each place the position counted from one of the text that stands there, 0 where none does. */
  private readonly slots: Uint16Array | Uint32Array;
  private readonly mask: number;

  constructor(readonly texts: readonly string[]) {
    this.ending = tellingEnding(texts);
    this.mask = 2 ** Math.ceil(Math.log2(2 * texts.length + 2)) - 1;
    // Half as wide where that is enough: half as much memory to wait for.
    this.slots = texts.length < 65_535 ? new Uint16Array(this.mask + 1) : new Uint32Array(this.mask + 1);
    for (let at = 0; at < texts.length; at += 1) {
      let slot = this.slotOf(texts[at] as string);
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = at + 1;
    }
  }

  /** The position, or -1. */
  find(text: string): number {
    return this.findFrom(this.slotOf(text), text);
  }

  /** Where to begin. Whoever looks for two texts asks this of both first: then the processor waits for the memory behind both at once. */
  slotOf(text: string): number {
    let hash = text.length;
    for (let at = hash > this.ending ? hash - this.ending : 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash ^ (hash >>> 15)) & this.mask;
  }

  findFrom(first: number, text: string): number {
    for (let slot = first; ; slot = (slot + 1) & this.mask) {
      const at = (this.slots[slot] as number) - 1;
      if (at < 0 || this.texts[at] === text) return at;
    }
  }
}

/** How many of the last characters, with the length, tell nearly all of these texts apart. */
function tellingEnding(texts: readonly string[]): number {
  const different = [...new Set(texts)];
  const longest = different.reduce((most, text) => Math.max(most, text.length), 0);
  let ending = 1;
  while (ending < longest && !tells(ending, different)) ending += 1;
  return ending;
}

function tells(ending: number, texts: readonly string[]): boolean {
  const endings = new Set<string>();
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] as string;
    endings.add(`${text.length} ${text.slice(-ending)}`);
    if (at + 1 - endings.size > (1 - TOLD_APART) * texts.length) return false;
  }
  return true;
}
