import type { Locator } from '@playwright/test'
import { AdminApi } from './admin-api'
import { expect, expectPlays, signIn, test as base } from './console-page'
import { OwnCamera, serveFaults } from './faulty-cameras'

/** The last ones: other tests, which run beside these, record the first ones. */
const HEALTHY = 2

interface Stage {
  admin: AdminApi
  /** Opens a mosaic of one's camera and healthy ones; returns the tile of one's camera. */
  watch: (sourceUrl: string, settings?: Record<string, unknown>) => Promise<Locator>
  ownCamera: OwnCamera
  othersPlay: () => Promise<void>
}

/** A mosaic with a camera of one's own that misbehaves, beside healthy ones. */
export const test = base.extend<Stage, { faults: string }>({
  faults: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what it needs
    async ({}, use) => {
      const { url, stop } = await serveFaults()
      await use(url)
      await stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  admin: async ({ request }, use) => {
    const admin = await AdminApi.signIn(request)
    await use(admin)
    await admin.clear()
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what it needs
  ownCamera: async ({}, use) => {
    const camera = await OwnCamera.start()
    await use(camera)
    await camera.stop()
  },
  watch: async ({ page, admin }, use) => {
    await use(async (sourceUrl, settings) => {
      const camera = await admin.addCamera(sourceUrl, settings)
      const healthy = (await admin.demoCameras()).slice(-HEALTHY)
      const mosaic = await admin.addMosaic('2x2', [camera, ...healthy])
      await signIn(page, 'admin', `/mosaics/${mosaic.id}`)
      return page.getByRole('region', { name: camera.name })
    })
  },
  othersPlay: async ({ page }, use) => {
    await use(async () => {
      const tiles = page.getByRole('region', { name: /^camera-/ })
      await expect(tiles).toHaveCount(HEALTHY)
      for (const tile of await tiles.all()) await expectPlays(tile.locator('video'))
    })
  },
})

// What the media server refuses is in Chromium's console too; that is not the page's fault.
export const REFUSED = [/status of (40\d|50\d).*\/(whep|hls|sessions|snapshot)/]

export const videoOf = (tile: Locator) => tile.locator('video')
