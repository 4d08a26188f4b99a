const HANDED_ON = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'NODE_OPTIONS'];

/** What a program needs from its surroundings; no setting of an installation of one's own reaches what is measured. */
export function surroundings(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(HANDED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
