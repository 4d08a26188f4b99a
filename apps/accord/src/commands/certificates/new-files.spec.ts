import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Home } from '../../state/home.js';
import { newFiles } from './new-files.js';

describe('where a certificate is written', () => {
  let folder: string;
  let home: Home;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'accord-certs-'));
    home = new Home(folder);
    for (const name of ['certs', 'certs-old', 'elsewhere']) mkdirSync(join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the next number in the folder of the installation, where no place is named', () => {
    const pem = () => newFiles(home, 'gateway-north', undefined).pem;
    expect(pem()).toBe(join(home.certs, 'gateway-north.pem'));
    writeFileSync(pem(), '');
    writeFileSync(join(home.certs, 'gateway-north-2.key'), '');
    expect(pem()).toBe(join(home.certs, 'gateway-north-3.pem'));
  });

  it.each(['certs', 'certs-old', 'elsewhere'])('is the place that is named, or nowhere where something lies there: %s', (place) => {
    const out = join(folder, place, 'mine');
    expect(newFiles(home, 'gateway-north', out)).toEqual({ pem: `${out}.pem`, key: `${out}.key` });
    writeFileSync(`${out}.key`, '');
    expect(() => newFiles(home, 'gateway-north', out)).toThrow(`${out}.key is there already.`);
  });
});
