import type { Source } from '@accord/enforcement';

/** The feed as the reconciler asks it: for itself, or as whoever presents a registered certificate would be answered. */
export interface FeedSeen extends Source {
  inPlaceOf(sha256: string): PlaceSeen;
}

/** What one machine would be served, by the feed's own rules and from the feed's own hands. */
export interface PlaceSeen extends Source {
  /** Whether the file would be served, without its content. */
  isServed(path: string): Promise<boolean>;
}

/** Remembers which files were fetched, and of the metadata what they were. */
export class FilesSeen implements Source {
  readonly metadata = new Map<string, Uint8Array>();
  readonly targets = new Set<string>();

  constructor(private readonly source: Source) {}

  async fetch(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const bytes = await this.source.fetch(path, maxBytes);
    if (bytes !== undefined) {
      if (path.startsWith('metadata/')) this.metadata.set(path, bytes);
      else this.targets.add(path);
    }
    return bytes;
  }
}
