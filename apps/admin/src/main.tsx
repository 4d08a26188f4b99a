import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Application } from './application.js';

// The content security policy lets in only styles that carry the nonce of this page.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const styles = createCache({ key: 'accord', nonce, prepend: true });
const place = document.getElementById('accord');

if (place !== null) {
  createRoot(place).render(<StrictMode><CacheProvider value={styles}><Application /></CacheProvider></StrictMode>);
}
