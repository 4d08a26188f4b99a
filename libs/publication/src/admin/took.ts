import { span } from '@accord/kernel/admin';

/** "0.4 s": how long after publishing a gateway had applied it. */
export function took(publishedAt: string, appliedAt: string): string {
  const milliseconds = Math.max(0, new Date(appliedAt).getTime() - new Date(publishedAt).getTime());
  return milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : span(milliseconds);
}
