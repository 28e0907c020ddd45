import type { Page } from '@playwright/test'
import { REFUSED, test, videoOf } from './camera-stage'
import { expect, expectAccessible, expectPlays, screenshot } from './console-page'
import { HONEST_WITHIN_MS, watchHonesty } from './honesty'

test.use({ allowedErrors: REFUSED })
test.beforeEach(() => test.setTimeout(240_000))

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
