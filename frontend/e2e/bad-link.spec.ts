import { AdminApi } from './admin-api'
import { BadLink, whyNoLink } from './bad-link'
import { expect, expectPlays, signIn, test } from './console-page'
import { OwnCamera } from './faulty-cameras'
import { heavyFilm } from './films'
import { HONEST_WITHIN_MS, watchHonesty } from './honesty'
import { httpsUrl } from './stack'

const NO_LINK = whyNoLink()

test('a tile over a link of 1 Mbit/s that loses packets says that it is late, and recovers', async ({
  request,
  launchOptions,
}, told) => {
  test.skip(NO_LINK !== null, NO_LINK ?? '')
  test.setTimeout(600_000)
  const admin = await AdminApi.signIn(request)
  const film = await heavyFilm()
  const camera = await OwnCamera.start(film.file)
  const link = new BadLink()
  try {
    const origin = await link.open(new URL(httpsUrl()))
    const browser = await link.browser(launchOptions.executablePath!, launchOptions.args!)
    const context = await browser.newContext({ baseURL: origin, ignoreHTTPSErrors: true })
    const page = await context.newPage()
    const mosaic = await admin.addMosaic('1', [await admin.addCamera(camera.url)])
    await signIn(page, 'admin', `/mosaics/${mosaic.id}?transport=hls`)
    const video = page.locator('video[data-camera-id]')
    const tile = page.getByRole('region').filter({ has: video })
    await expectPlays(video)
    await expect(tile).toHaveAttribute('data-freshness', 'fresh', { timeout: 120_000 })
    const longestLie = await watchHonesty(tile)

    const means = link.impair()
    told.annotations.push({ type: 'link', description: means })
    console.log(means)
    await expect(tile).not.toHaveAttribute('data-freshness', 'fresh', { timeout: 120_000 })
    await expect(tile).toContainText(/Last picture .* ago/, { timeout: 120_000 })

    link.mend()
    await expect(tile).toHaveAttribute('data-freshness', 'fresh', { timeout: 120_000 })
    await expectPlays(video)
    expect(await longestLie()).toBeLessThan(HONEST_WITHIN_MS)
  } finally {
    await link.close()
    await admin.clear()
    await camera.stop()
    film.remove()
  }
})
