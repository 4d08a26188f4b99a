import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that are held once all garbage is gone: objects, and the buffers behind typed arrays. */
export function bytesHeld(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 4; times += 1) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What something holds: the difference that making it makes. */
export function bytesOf<T>(make: () => T): { readonly bytes: number; readonly made: T } {
  const before = bytesHeld();
  const made = make();
  return { bytes: bytesHeld() - before, made };
}
