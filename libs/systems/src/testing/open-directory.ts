import type { OdsCode, Tx } from '@accord/kernel';
import { OrganisationDirectory, type DirectoryEntry } from '@accord/directory';

/** A directory in which these organisations are open, and nothing else is. */
export class OpenDirectory extends OrganisationDirectory {
  private readonly open: ReadonlySet<string>;

  constructor(...open: readonly string[]) {
    super();
    this.open = new Set(open);
  }

  byCode(): Promise<ReadonlyMap<OdsCode, DirectoryEntry>> { return Promise.resolve(new Map()); }

  openAt(_tx: Tx, codes: readonly OdsCode[]): Promise<ReadonlySet<OdsCode>> {
    return Promise.resolve(new Set(codes.filter((code) => this.open.has(code))));
  }
}
