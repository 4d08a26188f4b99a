import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  resolve: {
    conditions: ['@accord/source', 'module', 'browser', 'development|production'],
    // Contracts hold hashing that only servers call; a browser that did would be told so.
    alias: { 'node:crypto': here('./src/no-server-crypto.ts') },
    dedupe: ['react', 'react-dom', 'react-router', '@tanstack/react-query', '@mui/material', '@emotion/react'],
  },
  build: { outDir: here('./dist/web'), emptyOutDir: true, target: 'es2022', sourcemap: false, modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 2_000 },
});
