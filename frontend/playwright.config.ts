import { defineConfig, devices } from '@playwright/test'

const FAULTS = ['camera-faults.spec.ts', 'camera-outages.spec.ts']
const RECORDINGS = [
  'admin-zones.spec.ts',
  'back.spec.ts',
  'camera-recording.spec.ts',
  'clips.spec.ts',
  'playback.spec.ts',
  'ptz.spec.ts',
  'storage.spec.ts',
]

/** Runs against a running stack: MOSAIC_E2E_URL, MOSAIC_E2E_CREDENTIALS (credentials.json), MOSAIC_E2E_TRUTH (folder). */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One lane waits for recordings and one for faults of cameras to be noticed, each a file at a time; what measures
  // pictures or changes what others see runs alone (./mosaic test runs it after the lanes).
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'lane-faults', testMatch: FAULTS, workers: 1 },
    { name: 'lane-recordings', testMatch: RECORDINGS, workers: 1 },
    { name: 'alone', testIgnore: [...FAULTS, ...RECORDINGS], workers: 1 },
  ],
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
