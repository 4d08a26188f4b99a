import { existsSync } from 'node:fs';
import { chromium as engine, type Browser } from 'playwright-core';

/** Days are spelled as in Britain: day, month, year. */
const BRITISH = { LANGUAGE: 'en_GB' };

/** Where browsers are: one that is named, the system's, else the one that comes as a package. */
export async function startChromium(): Promise<Browser> {
  const named = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path));
  // The package's own arguments would make it one process, in which people share their cookies: one would act as another.
  const executablePath = named ?? await (await import('@sparticuz/chromium')).default.executablePath();
  return engine.launch({ executablePath, args: ['--no-sandbox', '--lang=en-GB'], env: { ...process.env, ...BRITISH } });
}
