/** What goes over the pipes between pool and child: four bytes of length, then that many bytes. */
export function frame(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  return Buffer.concat([head, bytes]);
}

/** Puts frames together again from whatever pieces arrive. */
export class FrameReader {
  private pieces: Buffer[] = [];
  private held = 0;

  constructor(private readonly largest: number, private readonly onFrame: (bytes: Buffer) => void, private readonly onFault: () => void) {}

  push(piece: Buffer): void {
    this.pieces.push(piece);
    this.held += piece.length;
    while (this.held >= 4) {
      const length = this.peekLength();
      if (length > this.largest) return this.onFault();
      if (this.held < 4 + length) return;
      const all = Buffer.concat(this.pieces);
      const rest = all.subarray(4 + length);
      this.pieces = rest.length > 0 ? [rest] : [];
      this.held = rest.length;
      this.onFrame(all.subarray(4, 4 + length));
    }
  }

  private peekLength(): number {
    if (this.pieces[0]!.length < 4) this.pieces = [Buffer.concat(this.pieces)];
    return this.pieces[0]!.readUInt32BE(0);
  }
}
