/** One check of the library switched off: in a copy that only a spec ever runs. */
export interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Families of the corpus, by generator, of which at least one case must then go wrong. */
  readonly seenBy: readonly string[];
}

const mutant = (what: string, file: string, from: string, to: string, ...seenBy: readonly string[]): Mutant => ({ what, file, from, to, seenBy });

/** The code as it is compiled; each text stands in its file exactly once, or the spec says so. */
export const MUTANTS: readonly Mutant[] = [
  mutant('signatures are not verified', 'signatures', '!matched.has(key.keyval.public) && !verify(', 'false && !verify(', 'badSignatures'),
  mutant('a threshold need not be met', 'signatures', 'if (have < role.threshold)', 'if (false)', 'shortThresholds'),
  mutant('signatures of strangers are passed over', 'signatures', 'if (matched.size === 0)', 'if (false)', 'badSignatures'),
  mutant('key ids are counted rather than keys', 'signatures', 'counted[at]?.add(key.keyval.public)', 'counted[at]?.add(keyid)', 'oneKeyUnderTwoIds'),
  mutant('a key may be of any kind', 'signatures', "key.keytype !== 'ed25519' || key.scheme !== 'ed25519' ||", '', 'wrongDelegations'),
  mutant('another spelling is as good', 'canonical-json', 'canonicalJson(value) !== text', 'false', 'otherSpellings'),
  mutant('keys may stand twice, or in any order', 'plain-json', '!isBefore(bytes, before, key)', 'false', 'otherSpellings'),
  mutant('a key may sign twice', 'metadata', '!== signatures.length) throw', '!== signatures.length && false) throw', 'badSignatures'),
  mutant('a signature may bring more along', 'metadata', 'const signature = fields(', 'const signature = openFields(', 'badSignatures'),
  mutant('roles may take each other’s place', 'metadata', 'if (signed._type !== type)', 'if (false)', 'wrongHeads'),
  mutant('any specification will do', 'metadata', "if (typeof signed.spec_version !== 'string' ||", "if (typeof signed.spec_version !== 'string' &&", 'wrongHeads'),
  mutant('versions may go back', 'demands', 'if (offered < floor)', 'if (false)', 'mixtures'),
  mutant('versions may leap', 'demands', 'if (floor > 0 && offered > floor + LONGEST_LEAP)', 'if (false)', 'falseListings'),
  mutant('nothing expires', 'demands', 'if (millis(signed.expires) <= now)', 'if (false)', 'wrongHeads'),
  mutant('a slow clock believes what had expired', 'verifier', 'Math.max(now, signedAtOf(timestamp))', 'now', 'fromTheFuture'),
  mutant('the listed version need not be the file’s', 'demands', 'if (signed.version !== entry.version)', 'if (false)', 'wrongHeads'),
  mutant('the listed length need not be the file’s', 'demands', 'if (bytes.length !== entry.length)', 'if (false)', 'falseListings'),
  mutant('the listed hash need not be the file’s', 'demands', 'if (sha256Of(bytes) !== entry.hashes.sha256)', 'if (false)', 'listedInTransit'),
  mutant('a file may be of any size', 'demands', 'bytes !== undefined && bytes.length > cap', 'false', 'rootInTransit'),
  mutant('one version may have two contents', 'verifier', 'if (!sameBytes(held.bytes, offered.bytes))', 'if (false)', 'wrongHeads'),
  mutant('a role may vanish', 'verifier', "if (named === undefined) throw new UpdateRefused('ROLLBACK'", "if (named === undefined) continue; if (false) throw new UpdateRefused('ROLLBACK'", 'brokenListings'),
  mutant('a role may be delegated under another name', 'demands', 'role.name !== name', 'false', 'wrongDelegations'),
  mutant('publication.json need not name what is listed', 'demands', 'demandTarget(listed, path).hashes.sha256 !== sha256', 'false', 'wrongOrder'),
  mutant('a locality may stand for another', 'demands', 'if (target.locality !== code)', 'if (false)', 'wrongOrder'),
  mutant('one number may have two publications', 'numbers', 'sha256 !== publicationHash)', 'false)', 'wrongOrder'),
  mutant('publications need not follow each other', 'numbers', 'target.previous !== publicationHash', 'false', 'wrongOrder'),
  mutant('one number may have two stop lists', 'numbers', "stopListHash !== '' && sha256 !== stopListHash", 'false', 'wrongOrder'),
  mutant('a stop list may be older than its publication', 'numbers', 'if (target.number < publication.stopList)', 'if (false)', 'wrongOrder'),
  mutant('blocks may end before they begin', 'columns', 'if (blocks.from[block] >= blocks.until[block])', 'if (false)', 'wrongContent'),
  mutant('positions may point at nothing', 'columns', 'if (at > 0 && step === 0 || position >= rows)', 'if (false)', 'wrongContent'),
  mutant('the next root needs its own keys alone', 'trust', 'role: before.signed.roles.root,\n            keys: before.signed.keys', 'role: next.signed.roles.root,\n            keys: next.signed.keys', 'rootsByOthers'),
  mutant('roots may be skipped', 'trust', 'if (next.signed.version > before.signed.version + 1)', 'if (false)', 'rootsByOthers'),
  mutant('what is held is not compared with a listing of another length', 'held-state', 'return listed?.length === length && ', 'return listed !== undefined && ', 'falseListingsOfWhatIsHeld'),
  mutant('floors rise before anything is verified', 'verifier', "demandSignatures(offered, 'timestamp',", "this.trust.raise({ timestamp: offered.signed.version }); demandSignatures(offered, 'timestamp',", 'timestampInTransit'),
  mutant('what is refused is held all the same', 'verifier', 'const numbers = Numbers.after(this.trust, targets.signed);\n        const held = this.state.verified;', 'const numbers = Numbers.after(this.trust, targets.signed); if (this.held !== undefined) await this.state.keep(generation, this.held, new Map());\n        const held = this.state.verified;', 'wrongOrder'),
  mutant('signatures on disk are not looked at', 'held-check', "for (const name of [\n        'timestamp',\n        'snapshot',\n        'targets'\n    ])demandSignatures", "for (const name of [])demandSignatures", 'diskCases'),
  mutant('the checksum of the floors is not looked at', 'trust', 'if (check !== checkOf(content))', 'if (false)', 'diskCases'),
  mutant('targets on disk are not compared with their listing', 'held-check', 'demandHash(path, bytes, entry);', '', 'diskCases'),
  mutant('floors that a refused offer raised are not written', 'trust', "if (this.unwritten === 'floors') await", 'if (false) await', 'falseListings'),
  mutant('floors are not learned from what is held', 'held-check', 'trust.learn(', 'if (false) trust.learn(', 'diskCases'),
  mutant('publications may go back', 'numbers', 'refuseBackwards(PUBLICATION_PATH, target.number, floor);', '', 'wrongOrder'),
  mutant('a locality on disk may be lost', 'held-check', 'if (lost !== undefined)', 'if (false)', 'diskCases'),
];

/** Faults of persisting that a checker of killed processes must see. */
export const CARELESS: readonly Mutant[] = [
  mutant('files are written in place', 'store', "const unfinished = final + UNFINISHED;", 'const unfinished = final;', 'update'),
  mutant('bytes are not synced before they get their name', 'store', 'await synced(file);', '', 'update'),
  mutant('metadata are written before the targets they list', 'verifier', 'await this.state.keepBlobs(blobs, verified);', 'await this.state.keep(generation, verified, blobs); await this.state.keepBlobs(blobs, verified);', 'update'),
  mutant('floors are written before what is held', 'verifier', 'await this.state.keepBlobs(blobs, verified);', 'this.trust.settle({ roles: rolesOf(snapshot), ...floorsOf(verified) }, numbers.authors); await this.trust.persistAll(); await this.state.keepBlobs(blobs, verified);', 'update'),
  mutant('what is held is believed by the newest root alone', 'held-check', 'if (formerRoot === undefined) throw error;', 'throw error;', 'rotation'),
];
