import type { Browser, Page } from '@playwright/test'
import { AdminApi } from './admin-api'
import { expect, expectPlays, signIn, test } from './console-page'
import { OwnCamera } from './faulty-cameras'
import { httpsUrl } from './stack'
import { lightFilm } from './films'

const TILES = 16
const CAMERAS = 4
const WATCHED_MS = 8000

interface Wall {
  protocols: string[]
  /** Tiles that showed new pictures all the while. */
  playing: number
  /** How long a request waited for a connection: half of them, and all but a twentieth. */
  waitedMs: [number, number]
}

/** How a wall plays: asked of the page, for no tile may be passed over. */
async function watchWall(page: Page): Promise<Wall> {
  return page.evaluate(async (watchedMs) => {
    const frames = () =>
      [...document.querySelectorAll('video')].map(
        (video) => video.getVideoPlaybackQuality().totalVideoFrames,
      )
    const began = performance.now()
    const before = frames()
    await new Promise((resolve) => setTimeout(resolve, watchedMs))
    const after = frames()
    const videos = [...document.querySelectorAll('video')]
    const playing = videos.filter(
      (video, tile) =>
        video.dataset.state === 'playing' && (after[tile] ?? 0) > (before[tile] ?? 0) + 10,
    )
    const reads = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
      ({ name, fetchStart, requestStart }) =>
        name.includes('/hls/') && fetchStart > began && requestStart > 0,
    )
    const waits = reads
      .map(({ fetchStart, requestStart }) => requestStart - fetchStart)
      .sort((one, other) => one - other)
    performance.clearResourceTimings()
    return {
      protocols: [...new Set(reads.map(({ nextHopProtocol }) => nextHopProtocol))],
      playing: playing.length,
      waitedMs: [0.5, 0.95].map((share) => waits[Math.floor(waits.length * share)] ?? 0) as [
        number,
        number,
      ],
    }
  }, WATCHED_MS)
}

async function openWall(browser: Browser, origin: string, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin, ignoreHTTPSErrors: true })
  const page = await context.newPage()
  // The browser keeps 250 entries unless told otherwise, which is a second of such a wall.
  await page.addInitScript(() => performance.setResourceTimingBufferSize(20_000))
  await signIn(page, 'admin', path)
  await expect(page.locator('video[data-camera-id]')).toHaveCount(TILES)
  return page
}

test.describe('by TLS', () => {
  test.use({ ignoreHTTPSErrors: true })

  test('the console signs in, plays by WebRTC and hears live events', async ({ page, context }) => {
    test.setTimeout(180_000)
    const opened = page.waitForEvent('websocket')
    await signIn(page, 'operator', `${httpsUrl()}/`)
    await expectPlays(page.locator('video[data-transport="webrtc"]').first())
    expect((await opened).url()).toMatch(/^wss:/)
    await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'online')
    const cookies = (await context.cookies()).filter(({ name }) => name.endsWith('mosaic_refresh'))
    expect(cookies).toMatchObject([{ name: '__Secure-mosaic_refresh', secure: true }])
    await page.reload()
    await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible()
  })

  test('sixteen LL-HLS tiles play at once over one connection', async ({
    browser,
    request,
    baseURL,
  }, told) => {
    test.setTimeout(360_000)
    const admin = await AdminApi.signIn(request)
    const film = await lightFilm()
    const camera = await OwnCamera.start(film.file)
    try {
      const cameras: Awaited<ReturnType<AdminApi['addCamera']>>[] = []
      for (let made = 0; made < CAMERAS; made += 1) cameras.push(await admin.addCamera(camera.url))
      const wall = Array.from({ length: TILES }, (_, tile) => cameras[tile % CAMERAS]!)
      const mosaic = await admin.addMosaic('4x4', wall)
      const path = `/mosaics/${mosaic.id}?transport=hls`

      const began = Date.now()
      const page = await openWall(browser, httpsUrl(), path)
      let seen: Wall = { protocols: [], playing: 0, waitedMs: [0, 0] }
      await expect
        .poll(
          async () => {
            seen = await watchWall(page)
            return seen.playing
          },
          { timeout: 180_000, message: 'not all tiles of the wall play' },
        )
        .toBe(TILES)
      expect(seen.protocols).toEqual(['h2'])
      await page.context().close()
      const tookMs = Date.now() - began

      // The yardstick, which is told and not judged: what a browser makes of it with six connections in the same time.
      const until = Date.now() + tookMs
      const plain = await openWall(browser, baseURL!, path)
      let six = await watchWall(plain)
      while (six.playing < TILES && Date.now() < until) six = await watchWall(plain)
      await plain.context().close()
      const shown = ({ protocols, playing, waitedMs }: Wall) =>
        `${playing} of ${TILES} tiles play by ${protocols.join(', ')}, requests wait ${waitedMs.map(Math.round).join(' and ')} ms (median, p95)`
      told.annotations.push({ type: 'wall', description: `${shown(seen)}; ${shown(six)}` })
      console.log(told.annotations.at(-1)?.description)
    } finally {
      await admin.clear()
      await camera.stop()
      film.remove()
    }
  })
})
