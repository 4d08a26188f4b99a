import { type CarriedFiles, parsePushed } from '@accord/enforcement';

import type { FeedClient } from './feed-client.js';
import type { Repeating } from './journal.js';
import { Backoff, Pause } from './pause.js';

/** The feed says something at least every ten seconds, so this long a silence is a dead connection. */
const SILENCE = 30_000;
/** More than the feed carries in one event; what is cut off carries nothing, and is fetched. */
const LONGEST_LINE = 8 * 1024 * 1024;

/** Holds the feed's event stream open and calls `wake` for every publication, with what its event carried, and whenever some may have been missed. */
export async function followEvents(feed: Pick<FeedClient, 'openEvents'>, wake: (carried?: CarriedFiles) => void, trouble: Repeating, stop: AbortSignal): Promise<void> {
  const backoff = new Backoff(250, 10_000);
  const pause = new Pause(stop);
  while (!stop.aborted) {
    const dead = new AbortController();
    let silence = setTimeout(() => { dead.abort(); }, SILENCE);
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => { dead.abort(); }, SILENCE);
    };
    try {
      const stream = await feed.openEvents(AbortSignal.any([stop, dead.signal]));
      heard();
      trouble.clear('The event stream is open again.');
      wake();
      let rest = '';
      stream.setEncoding('utf8');
      for await (const chunk of stream as AsyncIterable<string>) {
        heard();
        backoff.reset();
        const lines = (rest + chunk).split(/\r\n|\n|\r/);
        rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
        for (const line of lines) if (line.startsWith('data:')) wake(parsePushed(line.slice('data:'.length))?.carried);
      }
      if (!stop.aborted) trouble.say('The feed closed its event stream; polling goes on.');
    } catch (error) {
      if (!stop.aborted) trouble.say(`The event stream is down, polling goes on: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      clearTimeout(silence);
    }
    await pause.wait(backoff.next());
  }
}
