import { readFileSync } from 'node:fs';
import { freePort, isPortFree } from '@accord/kernel/server';
import { z } from 'zod';
import type { Home } from './home.js';
import { PUBLIC, replaced } from './written-once.js';

const portsShape = z.object({ signer: z.number().int(), postgres: z.number().int() });
type RememberedPorts = z.infer<typeof portsShape>;

/** The ports nobody needs to know: free ones on the loopback address, kept from start to start while they stay free. */
export function rememberedPorts(home: Home): Partial<RememberedPorts> {
  try {
    return portsShape.parse(JSON.parse(readFileSync(home.ports, 'utf8')));
  } catch {
    return {};
  }
}

export function rememberPorts(home: Home, ports: RememberedPorts): void {
  replaced(home.ports, `${JSON.stringify(ports)}\n`, PUBLIC);
}

export async function freeOrAnother(port: number | undefined): Promise<number> {
  return port !== undefined && (await isPortFree(port)) ? port : freePort();
}
