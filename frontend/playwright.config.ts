import { defineConfig, devices } from '@playwright/test'

/** Runs against a running stack: MOSAIC_E2E_URL, MOSAIC_E2E_CREDENTIALS (credentials.json), MOSAIC_E2E_TRUTH (folder). */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // The stack has one set of cameras, and two cores decode four of them.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.MOSAIC_E2E_URL ?? 'http://127.0.0.1:8080',
    viewport: { width: 1440, height: 860 },
    locale: 'en-GB',
    // Without its film, which would cost a third of what the tiles need.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.MOSAIC_E2E_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
