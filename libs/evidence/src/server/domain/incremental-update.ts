/** Collects the objects that are added to a PDF, and the table that finds them (ISO 32000-2, 7.5.6). */
export class IncrementalUpdate {
  private readonly parts: Buffer[] = [];
  private readonly places: { readonly number: number; readonly generation: number; readonly offset: number }[] = [];
  private length: number;

  constructor(private readonly base: Uint8Array) {
    this.length = base.length;
    if (base[base.length - 1] !== 0x0a) this.write('\n');
  }

  /** Adds an object; answers where its text begins in the new file. */
  object(number: number, generation: number, body: string): number {
    const head = `${number} ${generation} obj\n`;
    this.places.push({ number, generation, offset: this.length });
    const begins = this.length + head.length;
    this.write(`${head}${body}\nendobj\n`);
    return begins;
  }

  end(trailer: { readonly size: number; readonly previous: number; readonly entries: string }): Buffer {
    const table = this.length;
    const places = [...this.places].sort((one, other) => one.number - other.number);
    let text = 'xref\n';
    for (let at = 0; at < places.length;) {
      let run = at + 1;
      while (run < places.length && places[run]!.number === places[run - 1]!.number + 1) run += 1;
      text += `${places[at]!.number} ${run - at}\n`;
      for (; at < run; at += 1) text += `${String(places[at]!.offset).padStart(10, '0')} ${String(places[at]!.generation).padStart(5, '0')} n\r\n`;
    }
    this.write(`${text}trailer\n<< /Size ${trailer.size} /Prev ${trailer.previous} ${trailer.entries} >>\nstartxref\n${table}\n%%EOF\n`);
    return Buffer.concat([this.base, ...this.parts]);
  }

  private write(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    this.parts.push(bytes);
    this.length += bytes.length;
  }
}
