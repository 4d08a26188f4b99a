export interface SignerConfig {
  readonly port: number;
  readonly token: string;
  readonly keysFolder: string;
  readonly stateFolder: string;
}

export class ConfigFault extends Error {}

const needs = {
  ACCORD_SIGNER_PORT: 'the loopback port to listen on',
  ACCORD_SIGNER_TOKEN: 'the bearer token the publisher presents, 32 characters or more',
  ACCORD_SIGNER_KEYS: 'the folder with the online keys as PEM files',
  ACCORD_SIGNER_STATE: 'the folder where the highest signed versions are kept',
} as const;

/** Read once, at start; stops the process with every fault listed. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): SignerConfig {
  const faults = Object.entries(needs).filter(([name]) => !env[name]).map(([name, what]) => `${name} is missing: ${what}`);
  const port = Number(env.ACCORD_SIGNER_PORT);
  if (env.ACCORD_SIGNER_PORT && !(Number.isInteger(port) && port >= 0 && port < 65_536)) faults.push('ACCORD_SIGNER_PORT is not a port');
  if (env.ACCORD_SIGNER_TOKEN && env.ACCORD_SIGNER_TOKEN.length < 32) faults.push('ACCORD_SIGNER_TOKEN is shorter than 32 characters');
  if (faults.length > 0) throw new ConfigFault(faults.join('\n'));
  return { port, token: env.ACCORD_SIGNER_TOKEN!, keysFolder: env.ACCORD_SIGNER_KEYS!, stateFolder: env.ACCORD_SIGNER_STATE! };
}
