import { appendFile, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { EventBuffer } from './event-buffer.js';

const event = (text: string) => new Uint8Array(Buffer.from(text));
const texts = async (buffer: EventBuffer, most = 1_000) => (await buffer.next(most))?.events.map(({ sequence, sealed }) => `${sequence} ${Buffer.from(sealed).toString()}`) ?? [];

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'accord-events-')); });
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

describe('the buffer of access events', () => {
  it('counts from one, in the order of arrival, and gives back what was put in', async () => {
    const buffer = await EventBuffer.open(folder);
    expect(await Promise.all(['a', 'b', 'c'].map((text) => buffer.append(event(text))))).toEqual([1, 2, 3]);
    expect(await buffer.append(event('d'))).toBe(4);
    expect(await texts(buffer)).toEqual(['1 a', '2 b', '3 c', '4 d']);
    expect(await texts(buffer, 2)).toEqual(['1 a', '2 b']);
    await buffer.close();
  });

  it('lets go of what was acknowledged, and only of that', async () => {
    const buffer = await EventBuffer.open(folder);
    await Promise.all(['a', 'b', 'c'].map((text) => buffer.append(event(text))));
    await buffer.acknowledge(buffer.boot, 2);
    expect(await texts(buffer)).toEqual(['3 c']);
    await buffer.acknowledge('00000000-0000-0000-0000-000000000000', 3);
    expect(buffer.waiting).toBe(1);
    await buffer.acknowledge(buffer.boot, 3);
    expect(await buffer.next()).toBeUndefined();
    await buffer.close();
  });

  it('sends again after a restart what was not acknowledged, under its old boot id, before anything new', async () => {
    const first = await EventBuffer.open(folder);
    await first.append(event('old'));
    const { boot } = first;
    // No close: a process that is killed does not close anything.
    const second = await EventBuffer.open(folder);
    expect(second.boot).not.toBe(boot);
    expect(await second.append(event('new'))).toBe(1);
    expect(await second.next()).toMatchObject({ boot, events: [{ sequence: 1 }] });
    await second.acknowledge(boot, 1);
    expect(await texts(second)).toEqual(['1 new']);
    expect(await readdir(folder)).toHaveLength(1);
    await second.close();
    await first.close();
  });

  it('keeps whole events and drops the torn one, wherever a crash cut the file', async () => {
    const buffer = await EventBuffer.open(folder);
    await Promise.all(['first', 'second', 'third'].map((text) => buffer.append(event(text))));
    await buffer.close();
    const [name] = await readdir(folder);
    const path = join(folder, name as string);
    const whole = await readFile(path);
    for (let length = whole.length; length >= 0; length -= 1) {
      await writeFile(path, whole);
      await truncate(path, length);
      const again = await EventBuffer.open(folder);
      const kept = length >= 40 ? 3 : length >= 27 ? 2 : length >= 13 ? 1 : 0;
      expect([length, (await texts(again)).length]).toEqual([length, kept]);
    }
  });

  it.each([['zeros', Buffer.alloc(40)], ['noise', Buffer.from('00000005ffffffff6e6f697365', 'hex')]])('drops %s that a crash left behind the last event', async (_what, garbage) => {
    const buffer = await EventBuffer.open(folder);
    await buffer.append(event('kept'));
    await buffer.close();
    const [name] = await readdir(folder);
    await appendFile(join(folder, name as string), garbage);
    expect(await texts(await EventBuffer.open(folder))).toEqual(['1 kept']);
  });

  it('sends a damaged event with sound ones behind it rather than hiding the loss', async () => {
    const buffer = await EventBuffer.open(folder);
    await Promise.all(['first', 'second'].map((text) => buffer.append(event(text))));
    await buffer.close();
    const [name] = await readdir(folder);
    const bytes = await readFile(join(folder, name as string));
    bytes[9] = (bytes[9] as number) ^ 1;
    await writeFile(join(folder, name as string), bytes);
    expect((await texts(await EventBuffer.open(folder))).map((text) => text[0])).toEqual(['1', '2']);
  });

  it.each(Array.from({ length: 32 }, (_none, bit) => bit))('keeps what lies behind an event of which bit %i of the length fell over', async (bit) => {
    const buffer = await EventBuffer.open(folder);
    await Promise.all(['first', 'second, with much to say of itself', 'third', 'fourth'].map((text) => buffer.append(event(text))));
    await buffer.close();
    const [name] = await readdir(folder);
    const bytes = await readFile(join(folder, name as string));
    const at = 13 + Math.floor(bit / 8);
    bytes[at] = (bytes[at] as number) ^ (1 << (bit % 8));
    await writeFile(join(folder, name as string), bytes);
    const found = await texts(await EventBuffer.open(folder));
    expect([found[0], ...found.slice(-2)]).toEqual(['1 first', '3 third', '4 fourth']);
    expect((await readFile(join(folder, name as string))).equals(bytes)).toBe(true);
  });

  it('keeps a sound event however much before it is damaged, in pieces that can be sent', async () => {
    const buffer = await EventBuffer.open(folder);
    await buffer.append(event('lost'));
    await buffer.append(new Uint8Array(65_536).fill(1));
    await buffer.append(event('kept'));
    await buffer.close();
    const [name] = await readdir(folder);
    const bytes = await readFile(join(folder, name as string));
    bytes.fill(0, 0, bytes.length - 12);
    await writeFile(join(folder, name as string), bytes);
    const batch = (await (await EventBuffer.open(folder)).next())!;
    expect(batch.events.every(({ sealed }) => sealed.length >= 1 && sealed.length <= 65_536)).toBe(true);
    expect(Buffer.from(batch.events.at(-1)!.sealed).toString()).toBe('kept');
  });

  it('says of no event that it is on disk where somebody removed the file, and begins another', async () => {
    const buffer = await EventBuffer.open(folder);
    await buffer.append(event('a'));
    for (const name of await readdir(folder)) await rm(join(folder, name));
    await expect(buffer.append(event('b'))).rejects.toMatchObject({ code: 'BUFFER_FAULT' });
    await buffer.append(event('c'));
    expect(await readdir(folder)).toHaveLength(1);
    await buffer.close();
  });

  it('refuses when it is full, and takes events again once some are acknowledged', async () => {
    const buffer = await EventBuffer.open(folder, { mostBytes: 1_000 });
    let taken = 0;
    await expect((async () => { for (;;) { await buffer.append(new Uint8Array(92).fill(1)); taken += 1; } })()).rejects.toMatchObject({ code: 'BUFFER_FULL' });
    expect(taken).toBe(10);
    await buffer.acknowledge(buffer.boot, 6);
    expect(await buffer.append(event('again'))).toBe(11);
    await buffer.acknowledge(buffer.boot, 11);
    expect(buffer.waiting).toBe(0);
    await buffer.close();
  });

  it('does not stay full when one burst filled it and all of it was acknowledged', async () => {
    const buffer = await EventBuffer.open(folder, { mostBytes: 1_000 });
    await Promise.all(Array.from({ length: 10 }, () => buffer.append(new Uint8Array(92).fill(1))));
    await buffer.acknowledge(buffer.boot, 10);
    expect(await buffer.append(event('again'))).toBe(11);
    await buffer.close();
  });

  it('never gives one number to two events, although the disk failed in between', async () => {
    const buffer = await EventBuffer.open(folder);
    await buffer.append(event('kept'));
    const { boot } = buffer;
    const inside = buffer as unknown as { current: { file: { datasync: () => Promise<void> } } };
    inside.current.file.datasync = () => Promise.reject(new TypeError('EIO'));
    await expect(buffer.append(event('lost'))).rejects.toMatchObject({ code: 'BUFFER_FAULT' });
    expect(await buffer.append(event('next'))).toBe(1);
    expect(buffer.boot).not.toBe(boot);
    await buffer.close();
    const again = await EventBuffer.open(folder);
    expect(await texts(again)).toEqual(['1 kept']);
    await again.acknowledge(boot, 1);
    expect(await texts(again)).toEqual(['1 next']);
  });

  it('shares one fsync among events that arrive together', async () => {
    const buffer = await EventBuffer.open(folder);
    await buffer.append(event('opens the file'));
    const inside = buffer as unknown as { current: { file: { datasync: () => Promise<void> } } };
    const { file } = inside.current;
    const real = file.datasync.bind(file);
    let syncs = 0;
    file.datasync = () => { syncs += 1; return real(); };
    await Promise.all(Array.from({ length: 200 }, (_each, at) => buffer.append(event(`${at}`))));
    expect(syncs).toBeLessThan(5);
    await buffer.close();
  });

  it('refuses an event that is empty or too large', async () => {
    const buffer = await EventBuffer.open(folder);
    await expect(buffer.append(new Uint8Array(0))).rejects.toMatchObject({ code: 'BUFFER_FAULT' });
    await expect(buffer.append(new Uint8Array(65_537))).rejects.toMatchObject({ code: 'BUFFER_FAULT' });
    await buffer.close();
  });
});
