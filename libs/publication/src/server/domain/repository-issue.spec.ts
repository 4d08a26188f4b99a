import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { BaseFetcher, Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { SystemClock } from '@accord/kernel/server';
import { foundTrust, keyIdsUnder, keyRing, KeyRingSigner, MemoryRepository, nationalFacts, type TrustKeys } from '../../testing/index.js';
import { publicationTarget, stopsTarget } from './publication-content.js';
import { RepositoryIssue } from './repository-issue.js';
import type { OnlineKeyIds } from './trust-parts.js';
import { Summaries } from './summaries.js';
import type { Target } from './target.js';

/** The independent client asks for addresses; this answers from memory. */
class MemoryFetcher extends BaseFetcher {
  constructor(private readonly repository: MemoryRepository) { super(); }

  override async fetch(url: string): ReturnType<BaseFetcher['fetch']> {
    const bytes = this.repository.bytes(new URL(url).pathname.slice(1));
    if (!bytes) throw new DownloadHTTPError('absent', 404);
    return new Blob([new Uint8Array(bytes)]).stream();
  }
}

describe('the repository', () => {
  const summaries = Summaries.of(nationalFacts({ localities: 3, providers: 12, consumers: 7 }));
  // The independent client asks the machine for the time.
  const now = new SystemClock().now();
  let keys: TrustKeys;
  let signer: KeyRingSigner;
  let repository: MemoryRepository;
  let keyIds: OnlineKeyIds;

  beforeEach(() => {
    keys = keyRing();
    signer = new KeyRingSigner(keys);
    repository = new MemoryRepository();
    const trust = foundTrust(keys, now);
    keyIds = keyIdsUnder(trust);
    repository.addMetadata(trust.root, trust.targets);
  });

  async function publish(number: number, at: Date): Promise<Target> {
    const publication = publicationTarget(number, number === 1 ? '' : 'p'.repeat(64), at, number, {
      localities: summaries.localities, callers: summaries.callersTarget.sha256, consumersDigest: summaries.consumersDigest, sealKey: 'key',
    });
    const stops = stopsTarget(number, at, [{ id: 's1', from: at.toISOString(), scope: { provider: 'TSTP00001' } }]);
    const issue = new RepositoryIssue(signer, repository.latest, keyIds, at);
    await issue.list('localities', [publication, summaries.callersTarget, ...summaries.localityTargets]);
    await issue.list('consumers', summaries.consumerTargets);
    await issue.list('stops', [stops]);
    await issue.seal();
    repository.addTargets(publication, stops, summaries.callersTarget, ...summaries.localityTargets, ...summaries.consumerTargets);
    repository.addMetadata(...issue.files);
    return publication;
  }

  function walker(): Updater {
    const folder = mkdtempSync(join(tmpdir(), 'tuf-'));
    writeFileSync(join(folder, 'root.json'), repository.bytes('metadata/1.root.json')!);
    return new Updater({
      metadataDir: folder, targetDir: folder, metadataBaseUrl: 'http://feed/metadata', targetBaseUrl: 'http://feed/targets', fetcher: new MemoryFetcher(repository),
    });
  }

  it.each(['localities/publication.json', 'localities/TSTL00002.json', 'consumers/TSTV00004.json', 'stops/stops.json'])(
    'is walked by an independent client down to %s', async (path) => {
      await publish(1, now);
      const updater = walker();
      await updater.refresh();
      const info = await updater.getTargetInfo(path);
      expect(info).toBeDefined();
      const file = await updater.downloadTarget(info!);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('format');
    });

  it('is believed again by the same client after a refresh of signatures alone', async () => {
    await publish(1, now);
    const updater = walker();
    await updater.refresh();
    const issue = new RepositoryIssue(signer, repository.latest, keyIds, new Date(now.getTime() + 60_000));
    await issue.renew('stops', async (entry) => repository.bytes(`metadata/${entry.version}.stops.json`)!);
    await issue.seal();
    repository.addMetadata(...issue.files);
    expect(issue.files.map((file) => file.role)).toEqual(['stops', 'snapshot', 'timestamp']);
    const again = walker();
    await again.refresh();
    expect(await again.getTargetInfo('stops/stops.json')).toBeDefined();
  });

  it('is refused by the independent client when one target was changed', async () => {
    await publish(1, now);
    const path = [...repository.files.keys()].find((name) => name.endsWith('.TSTL00001.json'))!;
    const bytes = Buffer.from(repository.bytes(path)!);
    bytes[bytes.length - 3]! ^= 1;
    repository.files.set(path, bytes);
    const updater = walker();
    await updater.refresh();
    const info = await updater.getTargetInfo('localities/TSTL00001.json');
    await expect(updater.downloadTarget(info!)).rejects.toThrow();
  });

  it('does not let one delegated role vouch for the paths of another', async () => {
    await publish(1, now);
    const issue = new RepositoryIssue(signer, repository.latest, keyIds, now);
    await issue.list('stops', [{ ...summaries.localityTargets[0]!, path: 'localities/TSTL99999.json' }]);
    await issue.seal();
    repository.addMetadata(...issue.files);
    const updater = walker();
    await updater.refresh();
    expect(await updater.getTargetInfo('localities/TSTL99999.json')).toBeUndefined();
  });

  it('passes over a version that a publisher signed before it crashed', async () => {
    await publish(1, now);
    const crashed = new RepositoryIssue(signer, repository.latest, keyIds, now);
    await crashed.list('localities', summaries.localityTargets);
    await publish(2, new Date(now.getTime() + 1_000));
    expect(repository.latest.localities!.version).toBe(3);
    const updater = walker();
    await updater.refresh();
    expect(await updater.getTargetInfo('localities/publication.json')).toBeDefined();
  });

  it('renews a delegated role once half of its life is used', async () => {
    await publish(1, now);
    const later = (days: number) => new RepositoryIssue(signer, repository.latest, keyIds, new Date(now.getTime() + days * 86_400_000)).due;
    expect(later(3)).not.toContain('localities');
    expect(later(4)).toEqual(expect.arrayContaining(['localities', 'consumers']));
  });
});
