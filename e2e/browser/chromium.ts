import { existsSync } from 'node:fs';
import { chromium as engine, type Browser } from 'playwright-core';

/** Days are spelled as in Britain: day, month, year. */
const BRITISH = { LANGUAGE: 'en_GB' };

/** Where browsers are: one that is named, the system's, else the one that comes as a package. */
export async function startChromium(): Promise<Browser> {
  const named = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path));
  if (named !== undefined) return engine.launch({ executablePath: named, args: ['--no-sandbox', '--lang=en-GB'], env: { ...process.env, ...BRITISH } });
  const { default: packaged } = await import('@sparticuz/chromium');
  return engine.launch({ executablePath: await packaged.executablePath(), args: [...packaged.args, '--lang=en-GB'], env: { ...process.env, ...BRITISH } });
}
