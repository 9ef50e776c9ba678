import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where a running orchestrator is, for `vite apps/web` while the console is being written. */
const orchestrator = process.env.VOCR_PUBLIC_URL ?? 'http://127.0.0.1:8080';
const socket = { target: orchestrator.replace(/^http/, 'ws'), ws: true };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // An asset inside the page would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': orchestrator, '/stream': socket, '/terminal': socket } },
});
