import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// Where `vite dev` and `vite preview` send API calls; a running stack's front door.
const stack = process.env.MOSAIC_URL ?? 'http://127.0.0.1:8080'
const proxy = Object.fromEntries(
  ['/api', '/admin', '/static', '/hls', '/whep'].map((prefix) => [
    prefix,
    { target: stack, ws: true, xfwd: true },
  ]),
)

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  build: {
    target: 'es2022',
    // Nothing may be inlined: the content security policy allows no data: scripts or fonts.
    assetsInlineLimit: 0,
    manifest: true,
  },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
})
