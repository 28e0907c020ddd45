import type { Locator, Page } from '@playwright/test'
import { AdminApi } from './admin-api'
import {
  expect,
  expectAccessible,
  expectPlays,
  screenshot,
  signIn,
  test as base,
} from './console-page'
import { freePort, OwnCamera, serveFaults } from './faulty-cameras'
import { HONEST_WITHIN_MS, watchHonesty } from './honesty'

const HEALTHY = 2

interface Stage {
  admin: AdminApi
  /** Opens a mosaic of one's camera and healthy ones; returns the tile of one's camera. */
  watch: (sourceUrl: string, settings?: Record<string, unknown>) => Promise<Locator>
  ownCamera: OwnCamera
  othersPlay: () => Promise<void>
}

const test = base.extend<Stage, { faults: string }>({
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
      const healthy = (await admin.demoCameras()).slice(0, HEALTHY)
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
test.use({ allowedErrors: [/status of (40\d|50\d).*\/(whep|hls|sessions|snapshot)/] })
test.beforeEach(() => test.setTimeout(240_000))

const TRANSCODED = { live: { transcode: 'when_needed' } }
const videoOf = (tile: Locator) => tile.locator('video')

test.describe('a camera', () => {
  test('with H.265 says that this browser cannot play it', async ({
    page,
    faults,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`${faults}/h265`)
    await expect(videoOf(tile)).toHaveAttribute('data-state', 'unsupported', { timeout: 60_000 })
    await expect(tile).toContainText(/H\.265.*this browser.*transcoding/)
    await expectAccessible(page)
    await screenshot(page, 'fault-h265')
    await othersPlay()
  })

  test('with H.265 that may be transcoded plays, and says what it is made from', async ({
    page,
    faults,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`${faults}/h265`, TRANSCODED)
    await expect(videoOf(tile)).toHaveAttribute('data-transcoded', 'H265', { timeout: 120_000 })
    await expectPlays(videoOf(tile))
    await expect(tile.getByText('from H.265')).toBeVisible()
    await othersPlay()
    await expectAccessible(page)
    await screenshot(page, 'transcoded-h265')
  })

  test('with B-frames that may be transcoded plays by WebRTC', async ({
    page,
    faults,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`${faults}/b-frames`, TRANSCODED)
    await expect(tile.getByText('without B-frames')).toBeVisible({ timeout: 120_000 })
    await expectPlays(videoOf(tile))
    await expect(videoOf(tile)).toHaveAttribute('data-transport', 'webrtc', { timeout: 120_000 })
    await othersPlay()
    await screenshot(page, 'transcoded-b-frames')
  })

  test('with B-frames plays by LL-HLS and tells why', async ({
    page,
    faults,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`${faults}/b-frames`)
    await expectPlays(videoOf(tile))
    await expect(videoOf(tile)).toHaveAttribute('data-transport', 'll-hls')
    await expect(tile.getByTitle(/B-frames/)).toBeVisible()
    await othersPlay()
    await screenshot(page, 'fault-b-frames')
  })

  test('that refuses the connection is offline with the reason', async ({
    page,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`rtsp://127.0.0.1:${await freePort()}/main`)
    await expect(videoOf(tile)).toHaveAttribute('data-state', 'offline', { timeout: 60_000 })
    await expect(tile).toContainText('refuses the connection', { timeout: 60_000 })
    await othersPlay()
    await expectAccessible(page)
    await screenshot(page, 'fault-refused')
  })

  test('that wants credentials says so', async ({ page, faults, watch, othersPlay }) => {
    const tile = await watch(`${faults}/needs-password`)
    await expect(videoOf(tile)).toHaveAttribute('data-state', 'offline', { timeout: 60_000 })
    await expect(tile).toContainText('credentials', { timeout: 60_000 })
    await othersPlay()
    await screenshot(page, 'fault-credentials')
  })

  test('without key frames says so', async ({ page, faults, watch, othersPlay }) => {
    const tile = await watch(`${faults}/no-key-frame`)
    await expect(videoOf(tile)).toHaveAttribute('data-state', 'offline', { timeout: 90_000 })
    await expect(tile).toContainText('no key frame', { timeout: 90_000 })
    await othersPlay()
    await screenshot(page, 'fault-no-key-frame')
  })

  test('with sound only says so', async ({ page, faults, watch, othersPlay }) => {
    const tile = await watch(`${faults}/audio-only`)
    await expect(tile).toContainText('no video', { timeout: 90_000 })
    await othersPlay()
    await screenshot(page, 'fault-audio-only')
  })
})

test('where no WebRTC media comes through, LL-HLS plays', async ({
  page,
  ownCamera,
  watch,
  othersPlay,
}) => {
  await blockIce(page)
  const tile = await watch(ownCamera.url)
  await expectPlays(videoOf(tile))
  await expect(videoOf(tile)).toHaveAttribute('data-transport', 'll-hls')
  await expect(tile.getByTitle(/WebRTC .*network/)).toBeVisible()
  await othersPlay()
  await screenshot(page, 'fault-blocked-ice')
})

for (const transport of ['webrtc', 'll-hls'] as const) {
  test.describe(`a camera that plays by ${transport}`, () => {
    test('and loses its power is offline, never looks live, and comes back', async ({
      page,
      ownCamera,
      watch,
      othersPlay,
    }) => {
      if (transport === 'll-hls') await blockIce(page)
      const tile = await watch(ownCamera.url)
      await expectPlays(videoOf(tile))
      await expect(videoOf(tile)).toHaveAttribute('data-transport', transport)
      const longestLie = await watchHonesty(tile)
      await ownCamera.unplug()
      await expect(videoOf(tile)).toHaveAttribute('data-state', 'offline', { timeout: 60_000 })
      await expect(tile).toContainText(/Last picture .* ago/)
      await othersPlay()
      await expectAccessible(page)
      await screenshot(page, `fault-unplugged-${transport}`)
      await ownCamera.plugIn()
      await expectPlays(videoOf(tile))
      expect(await longestLie()).toBeLessThan(HONEST_WITHIN_MS)
    })

    test('and freezes is stalled, never looks live, and comes back', async ({
      page,
      ownCamera,
      watch,
      othersPlay,
    }) => {
      if (transport === 'll-hls') await blockIce(page)
      const tile = await watch(ownCamera.url)
      await expectPlays(videoOf(tile))
      const longestLie = await watchHonesty(tile)
      ownCamera.freeze()
      await expect(tile).toContainText(/Last picture .* ago/, { timeout: 30_000 })
      await screenshot(page, `fault-frozen-${transport}`)
      await expect(videoOf(tile)).toHaveAttribute('data-state', 'offline', { timeout: 60_000 })
      await othersPlay()
      await screenshot(page, `fault-frozen-long-${transport}`)
      ownCamera.thaw()
      await expectPlays(videoOf(tile))
      expect(await longestLie()).toBeLessThan(HONEST_WITHIN_MS)
    })
  })
}

/** As a firewall does it: signalling passes, but neither side's candidates lead anywhere. */
async function blockIce(page: Page): Promise<void> {
  const nowhere = (sdp: string) =>
    sdp.replaceAll(/^(a=candidate:\S+ \d+ \S+ \d+) \S+ \d+/gm, '$1 127.0.0.1 9')
  await page.route('**/whep/**', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await route.fetch({ postData: nowhere(route.request().postData() ?? '') })
    await route.fulfill({ response: answer, body: nowhere(await answer.text()) })
  })
}
