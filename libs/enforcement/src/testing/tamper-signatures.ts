import type { TamperCase } from './tamper-case.js';
import { type Json, type JsonObject, SIGNED, type Signature, type SignedName, type TamperDraft, signaturesBy } from './tamper-draft.js';
import { type TestKey, canonical, signed } from './test-feed.js';

type Signer = 'root' | SignedName;
const SIGNERS: readonly Signer[] = ['root', ...SIGNED];

/** Offers one file of a role with other signatures than its own; `on` a third root, which is believed only if two of three sign. */
class Signing {
  private readonly root: JsonObject;

  constructor(readonly draft: TamperDraft) {
    const before = JSON.parse(Buffer.from(draft.good.get('metadata/2.root.json') as Uint8Array).toString('utf8')) as { signed: JsonObject };
    this.root = { ...before.signed, version: 3 };
  }

  offer(family: string, role: Signer, what: string, code: TamperCase['code'], signatures: (genuine: Signature[], bytes: Uint8Array) => Json): TamperCase {
    const common = { family, role, what, draft: this.draft, code };
    if (role !== 'root') return { ...common, files: this.draft.make({ [role]: { signatures } }), believed: role === 'timestamp' ? 'nothing' : 'timestamp' };
    const bytes = canonical(this.root);
    const made = canonical({ signatures: signatures(signaturesBy(this.draft.stage.keys.root.slice(0, 2), bytes), bytes), signed: this.root });
    return { ...common, files: new Map(this.draft.good).set('metadata/3.root.json', made), believed: 'nothing' };
  }
}

/** Every byte of every role's signature, and every way to have signed that is not signing. */
export function* badSignatures(draft: TamperDraft): Generator<TamperCase> {
  const signing = new Signing(draft);
  const { keys, strangers } = draft.stage;
  const [stranger, second] = strangers as [TestKey, TestKey];
  for (const role of SIGNERS) {
    const [own] = keys[role] as readonly [TestKey];
    const sign = (by: readonly TestKey[], bytes: Uint8Array): Signature[] => signaturesBy(by, bytes);
    const first = (change: (signature: Signature) => Json) => ([head, ...rest]: Signature[]): Json => [change(head as Signature), ...rest] as unknown as Json;
    for (let byte = 0; byte < 64; byte += 1) {
      yield signing.offer('bits of a signature flipped', role, `byte ${byte}`, 'BAD_SIGNATURE', first(({ keyid, sig }) => ({ keyid, sig: flipHex(sig, 2 * byte + (byte % 2), 10) })));
    }
    for (const [what, sig] of [['all zeros', '0'.repeat(128)], ['all ones', 'f'.repeat(128)], ['a neutral point', `01${'0'.repeat(126)}`]] as const) {
      yield signing.offer('a signature that is none', role, what, 'BAD_SIGNATURE', first(({ keyid }) => ({ keyid, sig })));
    }
    yield signing.offer('a signature that is none', role, 'the order of the group added to S', 'BAD_SIGNATURE', first(({ keyid, sig }) => ({ keyid, sig: plusOrder(sig) })));
    yield signing.offer('a signature over something else', role, 'over other content', 'BAD_SIGNATURE', () => sign([own], Buffer.from('{}')) as unknown as Json);
    yield signing.offer('a signature over something else', role, 'over the content in other spelling', 'BAD_SIGNATURE', (_genuine, bytes) => sign([own], Buffer.concat([bytes, Buffer.from('\n')])) as unknown as Json);
    yield signing.offer('a signature over something else', role, 'the one of the publication before', 'BAD_SIGNATURE', () => sign([own], draft.stage.generations[1].get('metadata/timestamp.json') as Uint8Array) as unknown as Json);
    for (const other of SIGNERS) {
      if (other === role) continue;
      yield signing.offer('the key of another role', role, `signed by ${other}`, 'UNKNOWN_KEY', (_genuine, bytes) => sign(keys[other].slice(0, 2), bytes) as unknown as Json);
      yield signing.offer('the key of another role', role, `signed by ${other} under this role’s key id`, 'BAD_SIGNATURE', (_genuine, bytes) => sign([{ ...keys[other][0] as TestKey, id: own.id }], bytes) as unknown as Json);
      yield signing.offer('the key of another role', role, `signed by its own and by ${other}`, 'UNKNOWN_KEY', (genuine, bytes) => [...genuine, ...sign(keys[other].slice(0, 1), bytes)] as unknown as Json);
    }
    yield signing.offer('the key of a stranger', role, 'alone', 'UNKNOWN_KEY', (_genuine, bytes) => sign([stranger], bytes) as unknown as Json);
    yield signing.offer('the key of a stranger', role, 'two', 'UNKNOWN_KEY', (_genuine, bytes) => sign([stranger, second], bytes) as unknown as Json);
    yield signing.offer('the key of a stranger', role, 'beside its own', 'UNKNOWN_KEY', (genuine, bytes) => [...genuine, ...sign([stranger], bytes)] as unknown as Json);
    yield signing.offer('the key of a stranger', role, 'before its own', 'UNKNOWN_KEY', (genuine, bytes) => [...sign([stranger], bytes), ...genuine] as unknown as Json);
    yield signing.offer('the key of a stranger', role, 'under this role’s key id', 'BAD_SIGNATURE', (_genuine, bytes) => sign([{ ...stranger, id: own.id }], bytes) as unknown as Json);
    yield signing.offer('no signature', role, 'an empty list', 'MALFORMED', () => []);
    yield signing.offer('no signature', role, 'null', 'MALFORMED', () => null);
    yield signing.offer('no signature', role, 'an object', 'MALFORMED', (genuine) => ({ 0: genuine[0] as unknown as Json }));
    yield signing.offer('no signature', role, 'an empty object', 'MALFORMED', () => [{}]);
    yield signing.offer('one key twice', role, 'the same signature again', 'MALFORMED', (genuine) => [...genuine, ...genuine] as unknown as Json);
    yield signing.offer('one key twice', role, 'sixty-five signatures', 'MALFORMED', (genuine) => Array.from({ length: 65 }, (_each, at) => ({ ...genuine[0], keyid: at.toString(16) })) as unknown as Json);
    for (const [what, change] of MISSPELT) yield signing.offer('a signature misspelt', role, what, 'MALFORMED', first(change));
  }
}

const MISSPELT: readonly [string, (signature: Signature) => Json][] = [
  ['in capitals', ({ keyid, sig }) => ({ keyid, sig: sig.toUpperCase().replace(/^\d/, 'A') })],
  ['a digit short', ({ keyid, sig }) => ({ keyid, sig: sig.slice(1) })],
  ['a digit long', ({ keyid, sig }) => ({ keyid, sig: `${sig}0` })],
  ['empty', ({ keyid }) => ({ keyid, sig: '' })],
  ['a number', ({ keyid }) => ({ keyid, sig: 0 })],
  ['in base64', ({ keyid, sig }) => ({ keyid, sig: Buffer.from(sig, 'hex').toString('base64') })],
  ['with a key id in capitals', ({ keyid, sig }) => ({ keyid: `A${keyid.slice(1)}`, sig })],
  ['with an empty key id', ({ sig }) => ({ keyid: '', sig })],
  ['with an algorithm of its own choice', ({ keyid, sig }) => ({ alg: 'none', keyid, sig })],
  ['with a method', ({ keyid, sig }) => ({ keyid, method: 'ed25519', sig })],
  ['with its own key', ({ keyid, sig }) => ({ keyid, keyval: { public: 'ab'.repeat(32) }, sig })],
  ['with a prototype', ({ keyid, sig }) => JSON.parse(`{"__proto__":{"sig":1},"keyid":"${keyid}","sig":"${sig}"}`) as Json],
];

/** Roles of which each needs two keys: one is not enough, nor one that counts itself twice. */
export function* shortThresholds(draft: TamperDraft): Generator<TamperCase> {
  const signing = new Signing(draft);
  const { keys } = draft.stage;
  for (const role of SIGNERS) {
    for (const [at, key] of keys[role].entries()) {
      yield signing.offer('fewer keys than the role demands', role, `key ${at} alone`, 'THRESHOLD_NOT_MET', (_genuine, bytes) => signaturesBy([key], bytes) as unknown as Json);
      yield signing.offer('fewer keys than the role demands', role, `key ${at} twice`, 'MALFORMED', (_genuine, bytes) => signaturesBy([key, key], bytes) as unknown as Json);
      yield signing.offer('fewer keys than the role demands', role, `key ${at} under a second id`, 'UNKNOWN_KEY', (_genuine, bytes) => signaturesBy([key, { ...key, id: 'ab'.repeat(32) }], bytes) as unknown as Json);
      yield signing.offer('fewer keys than the role demands', role, `key ${at} for both`, 'BAD_SIGNATURE', (genuine, bytes) => genuine.map(({ keyid }) => ({ keyid, sig: signaturesBy([key], bytes)[0]?.sig ?? '' })) as unknown as Json);
      yield signing.offer('fewer keys than the role demands', role, `key ${at} and a bit less`, 'BAD_SIGNATURE', (genuine) => genuine.map(({ keyid, sig }) => ({ keyid, sig: keyid === key.id ? sig : flipHex(sig, 9, 1) })) as unknown as Json);
    }
  }
}

/** One key under two ids counts once, wherever the ids are given. */
export function* oneKeyUnderTwoIds(draft: TamperDraft): Generator<TamperCase> {
  const { keys } = draft.stage;
  const again = 'ab'.repeat(32);
  for (const name of ['localities', 'stops'] as const) {
    const [key] = keys[name] as readonly [TestKey];
    const files = draft.make({
      targets: { value: (value) => {
        const delegations = value.delegations as { keys: JsonObject; roles: JsonObject[] };
        delegations.keys[again] = delegations.keys[key.id] as Json;
        const role = delegations.roles.find((each) => each.name === name) as JsonObject;
        return Object.assign(value, { delegations: { keys: delegations.keys, roles: delegations.roles.map((each) => (each === role ? { ...role, keyids: [key.id, again], threshold: 2 } : each)) } }) as Json;
      } },
      [name]: { signatures: (_genuine: Signature[], bytes: Uint8Array) => signaturesBy([key, { ...key, id: again }], bytes) as unknown as Json },
    });
    yield { family: 'one key under two ids', role: name, what: 'delegated so', draft, files, code: 'THRESHOLD_NOT_MET', believed: 'timestamp' };
  }
}

/** The next root signed by too few of the present one's keys, or of its own. */
export function* rootsByOthers(draft: TamperDraft): Generator<TamperCase> {
  const { keys, strangers } = draft.stage;
  const before = (JSON.parse(Buffer.from(draft.good.get('metadata/2.root.json') as Uint8Array).toString('utf8')) as { signed: JsonObject }).signed;
  const offer = (what: string, content: JsonObject, by: readonly TestKey[], code: TamperCase['code']): TamperCase => (
    { family: 'a root that may not follow', role: 'root', what, draft, files: new Map(draft.good).set('metadata/3.root.json', signed(content, by)), code, believed: 'nothing' });
  const named = Object.fromEntries(strangers.map((key) => [key.id, { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key.public } }]));
  const replaced: JsonObject = {
    ...before, version: 3, keys: { ...before.keys as JsonObject, ...named }, roles: { ...before.roles as JsonObject, root: { keyids: strangers.map(({ id }) => id), threshold: 2 } },
  };
  const old = keys.root;
  yield offer('its own keys alone', replaced, strangers, 'THRESHOLD_NOT_MET');
  yield offer('the keys before it alone', replaced, old.slice(0, 2), 'THRESHOLD_NOT_MET');
  yield offer('all of the keys before it alone', replaced, old, 'THRESHOLD_NOT_MET');
  for (let at = 0; at < old.length; at += 1) yield offer(`its own and key ${at} of those before`, replaced, [...strangers, old[at] as TestKey], 'THRESHOLD_NOT_MET');
  for (let at = 0; at < strangers.length; at += 1) yield offer(`key ${at} of its own and two of those before`, replaced, [strangers[at] as TestKey, ...old.slice(0, 2)], 'THRESHOLD_NOT_MET');
  for (const version of [4, 5, 100, 1_000_000, 2_147_483_647]) yield offer(`it skips to ${version}`, { ...before, version }, old, 'VERSION_LEAP');
  for (const version of [1]) yield offer(`it goes back to ${version}`, { ...before, version }, old, 'ROLLBACK');
  for (const [at, key] of old.entries()) yield offer(`key ${at} alone, which now suffices`, { ...before, version: 3, roles: { ...before.roles as JsonObject, root: { keyids: [key.id], threshold: 1 } } }, [key], 'THRESHOLD_NOT_MET');
}

function flipHex(text: string, at: number, mask: number): string {
  const nibble = (Number.parseInt(text[at] ?? '0', 16) ^ mask).toString(16);
  return text.slice(0, at) + nibble + text.slice(at + 1);
}

/** The same signature once more by arithmetic alone, where a careless verifier does not look whether S is small enough. */
function plusOrder(sig: string): string {
  const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
  const little = (hex: string): bigint => BigInt(`0x${(hex.match(/../g) ?? []).reverse().join('')}`);
  const sum = (little(sig.slice(64)) + order).toString(16).padStart(64, '0');
  return sig.slice(0, 64) + (sum.match(/../g) ?? []).reverse().join('');
}
