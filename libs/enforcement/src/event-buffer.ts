import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { MOST_EVENT_BYTES, type Segment, bytesOf, frame, parseSegmentName, readRecords, recover, segmentName } from './segment.js';
import { syncFolder } from './store.js';

/** There is no room left: refuse rather than answer without a record. */
export class BufferFull extends Error {
  override readonly name = 'BufferFull';
  readonly code = 'BUFFER_FULL';
}

/** The disk did not take the event: the answer must not go out. */
export class BufferFault extends Error {
  override readonly name = 'BufferFault';
  readonly code = 'BUFFER_FAULT';
}

export interface EventBatch {
  readonly boot: string;
  readonly events: readonly { readonly sequence: number; readonly sealed: Uint8Array }[];
}

export interface EventBufferOptions {
  /** The most that may wait on disk; beyond it `append` rejects with BUFFER_FULL. */
  readonly mostBytes?: number;
  readonly segmentBytes?: number;
}

interface Waiting {
  readonly framed: Uint8Array;
  readonly done: (sequence: number) => void;
  readonly failed: (error: Error) => void;
}

/**
 * Sealed access events on disk until the feed has them. An append resolves only once its bytes are durable; appends that
 * arrive together share one fsync. Each start counts from 1 under a new boot id, so a gap shows on the other side.
 */
export class EventBuffer {
  private readonly segments: Segment[] = [];
  private readonly queue: Waiting[] = [];
  private queuedBytes = 0;
  private current: { segment: Segment; file: FileHandle } | undefined;
  private flushing: Promise<void> | undefined;
  private order = 0;
  private sequence = 0;
  private bootId: string = randomUUID();
  private closed = false;

  private constructor(
    private readonly folder: string,
    private readonly mostBytes: number,
    private readonly segmentBytes: number,
  ) {}

  static async open(folder: string, options: EventBufferOptions = {}): Promise<EventBuffer> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const mostBytes = options.mostBytes ?? 268_435_456;
    const buffer = new EventBuffer(folder, mostBytes, Math.min(options.segmentBytes ?? 4_194_304, mostBytes / 4));
    for (const name of (await readdir(folder)).sort()) {
      const parts = parseSegmentName(name);
      if (parts === undefined) continue;
      const path = join(folder, name);
      buffer.order = Math.max(buffer.order, parts.order);
      const ends = await recover(path);
      if (ends.length === 0) await rm(path, { force: true });
      else buffer.segments.push({ path, ...parts, ends, acknowledged: 0 });
    }
    return buffer;
  }

  /** The id under which events are counted now. */
  get boot(): string {
    return this.bootId;
  }

  get bytes(): number {
    return this.segments.reduce((sum, segment) => sum + bytesOf(segment), 0) + this.queuedBytes;
  }

  /** Events on disk that the feed has not acknowledged. */
  get waiting(): number {
    return this.segments.reduce((sum, segment) => sum + segment.ends.length - segment.acknowledged, 0);
  }

  get hasRoom(): boolean {
    return this.bytes + MOST_EVENT_BYTES <= this.mostBytes;
  }

  /** Resolves to the event's sequence number once it is durable. */
  append(sealed: Uint8Array): Promise<number> {
    if (this.closed) return Promise.reject(new BufferFault('The buffer is closed.'));
    if (sealed.length === 0 || sealed.length > MOST_EVENT_BYTES) return Promise.reject(new BufferFault(`An event is 1 to ${MOST_EVENT_BYTES} bytes.`));
    const framed = frame(sealed);
    if (this.bytes + framed.length > this.mostBytes) return Promise.reject(new BufferFull('The event buffer is full.'));
    this.queuedBytes += framed.length;
    return new Promise((done, failed) => {
      this.queue.push({ framed, done, failed });
      this.flushing ??= this.flush();
    });
  }

  /** The oldest events that were not acknowledged, in order. */
  async next(mostEvents = 500, mostBytes = 1_048_576): Promise<EventBatch | undefined> {
    const segment = this.segments.find((each) => each.acknowledged < each.ends.length);
    if (segment === undefined) return undefined;
    return { boot: segment.boot, events: await readRecords(segment, mostEvents, mostBytes) };
  }

  /** The feed holds everything of this boot up to and including `sequence`. */
  async acknowledge(boot: string, sequence: number): Promise<void> {
    for (const segment of this.segments.filter((each) => each.boot === boot)) {
      const reached = Math.min(segment.ends.length, Math.max(0, sequence - segment.first + 1));
      segment.acknowledged = Math.max(segment.acknowledged, reached);
    }
    await this.letGo();
    await this.drop((segment) => segment !== this.current?.segment);
  }

  /** Ends a large segment that has nothing left to send, or a full buffer would stay full. */
  private async letGo(): Promise<void> {
    const { current } = this;
    if (current === undefined || this.flushing !== undefined || bytesOf(current.segment) < this.segmentBytes) return;
    if (current.segment.acknowledged < current.segment.ends.length) return;
    this.current = undefined;
    await current.file.close();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.flushing;
    await this.current?.file.close();
    this.current = undefined;
  }

  private async flush(): Promise<void> {
    await new Promise((resume) => { setImmediate(resume); });
    while (this.queue.length > 0) {
      const group = this.takeGroup();
      const size = group.reduce((sum, each) => sum + each.framed.length, 0);
      try {
        const { segment, file } = await this.segmentForWriting();
        let end = bytesOf(segment);
        await writeAll(file, Buffer.concat(group.map((each) => each.framed)), end);
        await file.datasync();
        // What has no name any more is gone with this process.
        if ((await file.stat()).nlink === 0) throw new BufferFault(`${segment.path} was removed by somebody else.`);
        for (const each of group) {
          end += each.framed.length;
          segment.ends.push(end);
          this.sequence += 1;
          each.done(this.sequence);
        }
      } catch (error) {
        await this.abandon().catch(() => undefined);
        for (const each of group) each.failed(new BufferFault(`The disk did not take the event: ${String(error)}`));
      }
      this.queuedBytes -= size;
    }
    // In the same turn as the last look at the queue: an append in between would wait for a flush that has ended.
    this.flushing = undefined;
  }

  private takeGroup(): Waiting[] {
    let size = 0;
    let count = 0;
    while (count < this.queue.length && (count === 0 || size < 1_048_576)) {
      size += (this.queue[count] as Waiting).framed.length;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async segmentForWriting(): Promise<{ segment: Segment; file: FileHandle }> {
    const used = this.current === undefined ? 0 : bytesOf(this.current.segment);
    if (this.current !== undefined && used >= this.segmentBytes) {
      await this.current.file.close();
      this.current = undefined;
      await this.drop(() => true);
    }
    if (this.current === undefined) {
      this.order += 1;
      const first = this.sequence + 1;
      const path = join(this.folder, segmentName(this.order, this.bootId, first));
      const file = await open(path, 'wx', 0o600);
      await syncFolder(this.folder);
      const segment: Segment = { path, order: this.order, boot: this.bootId, first, ends: [], acknowledged: 0 };
      this.segments.push(segment);
      this.current = { segment, file };
    }
    return this.current;
  }

  /**
   * After a failed write or fsync nobody knows what is on disk. The rest of that segment is cut off, and counting starts
   * afresh under a new boot id, so that no sequence number can ever stand for two events.
   */
  private async abandon(): Promise<void> {
    const broken = this.current;
    this.current = undefined;
    this.bootId = randomUUID();
    this.sequence = 0;
    if (broken === undefined) return;
    try {
      await broken.file.truncate(bytesOf(broken.segment));
      await broken.file.datasync();
    } catch {
      // Its records that were acknowledged to callers are known by `ends`; what lies behind them is not read.
    }
    await broken.file.close().catch(() => undefined);
    await this.drop(() => true);
  }

  private async drop(may: (segment: Segment) => boolean): Promise<void> {
    for (const segment of [...this.segments]) {
      if (!may(segment) || segment.acknowledged < segment.ends.length) continue;
      const at = this.segments.indexOf(segment);
      if (at >= 0) this.segments.splice(at, 1);
      await rm(segment.path, { force: true });
    }
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
