// The one total order of capabilities: each may ask the contract of any above it, never of one below.
// The boundaries in eslint.config.mjs, the room rules and the generator all read this list.
export const CAPABILITIES = [
  'kernel',
  'enforcement',
  'directory',
  'people',
  'views',
  'systems',
  'mesh',
  'evidence',
  'assurance',
  'role-profiles',
  'agreements',
  'activations',
  'publication',
  'access-log',
  'impact',
  'home',
  'notifications',
  'tooling',
];

/** Which capabilities a process may compose. A process that is not listed may import nothing of ours. */
export const APPS = {
  accord: CAPABILITIES,
  api: CAPABILITIES,
  worker: CAPABILITIES,
  feed: CAPABILITIES,
  bench: CAPABILITIES,
  admin: CAPABILITIES,
  gateway: ['enforcement'],
  signer: ['enforcement', 'kernel'],
  identity: ['kernel'],
};

/** What a capability may depend on: those above it, itself, and for what a gateway embeds nothing at all. */
export function capabilitiesFor(name) {
  if (name === 'enforcement') return [];
  return CAPABILITIES.slice(0, CAPABILITIES.indexOf(name) + 1);
}

/**
 * The tag constraints of @nx/enforce-module-boundaries. A project no constraint names may import nothing. Tags see neither subpaths
 * nor specs: the spec of a process may use the builders of any capability, and accord/rooms-and-doors keeps it to those.
 */
export function depConstraints({ specs = false } = {}) {
  const tags = (names) => names.map((name) => `capability:${name}`);
  return [
    ...CAPABILITIES.map((name) => ({ sourceTag: `capability:${name}`, onlyDependOnLibsWithTags: tags(capabilitiesFor(name)) })),
    ...Object.entries(APPS).map(([name, may]) => ({ sourceTag: `app:${name}`, onlyDependOnLibsWithTags: tags(specs ? CAPABILITIES : may) })),
  ];
}
