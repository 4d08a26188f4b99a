import { afterEach, describe, expect, it } from '@jest/globals';
import { MutationObserver, onlineManager, QueryObserver } from '@tanstack/react-query';
import { newQueryClient } from './query-client.js';

class Lost extends Error {}

describe('without a network', () => {
  afterEach(() => onlineManager.setOnline(true));

  it('an act is refused at once, and never carried out later', async () => {
    const client = newQueryClient();
    client.mount();
    onlineManager.setOnline(false);
    let sent = 0;
    const act = new MutationObserver(client, { mutationFn: () => { sent += 1; return Promise.reject(new Lost()); } });
    await expect(Promise.race([act.mutate(), new Promise((held) => { setTimeout(held, 50, 'held back'); })])).rejects.toThrow(Lost);
    onlineManager.setOnline(true);
    await client.resumePausedMutations();
    expect(sent).toBe(1);
    client.unmount();
  });

  it('a question is asked, and has no answer', async () => {
    onlineManager.setOnline(false);
    const client = newQueryClient();
    const question = new QueryObserver(client, { queryKey: ['accord'], queryFn: () => Promise.reject(new Lost()), retry: false });
    const leave = question.subscribe(() => undefined);
    await new Promise((done) => { setTimeout(done, 20); });
    expect(question.getCurrentResult()).toMatchObject({ status: 'error', fetchStatus: 'idle' });
    leave();
  });
});
