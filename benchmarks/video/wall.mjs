// How many tiles of a wall of LL-HLS play, at each of some addresses of one console. Reads one line of JSON {chromium,
// username, password, path, tiles, origins, within_ms, watched_ms} and writes one line an address.
import { launch, settings } from '../road/chromium.mjs'
import { signIn } from '../road/console.mjs'

const { chromium, username, password, path, tiles, origins, within_ms, watched_ms } = await settings()
const browser = await launch(chromium)

/** In the page: tiles with new pictures all the while, and how long requests waited for their turn. */
async function watch(forMs) {
  const frames = () =>
    new Map(
      [...document.querySelectorAll('video')].map((video) => [
        video,
        video.getVideoPlaybackQuality().totalVideoFrames,
      ]),
    )
  const began = performance.now()
  const before = frames()
  await new Promise((resolve) => setTimeout(resolve, forMs))
  const playing = [...frames()].filter(
    ([video, count]) => video.dataset.state === 'playing' && count > (before.get(video) ?? count) + 10,
  )
  const reads = performance
    .getEntriesByType('resource')
    .filter((read) => read.name.includes('/hls/') && read.fetchStart > began && read.requestStart > 0)
  performance.clearResourceTimings()
  return {
    playing: playing.length,
    protocols: [...new Set(reads.map((read) => read.nextHopProtocol))],
    waited_ms: reads.map((read) => read.requestStart - read.fetchStart),
  }
}

async function wall(origin) {
  const context = await browser.newContext({ baseURL: origin, ignoreHTTPSErrors: true })
  try {
    const page = await context.newPage()
    await page.addInitScript(() => performance.setResourceTimingBufferSize(20_000))
    await page.goto(path)
    await signIn(page, { username, password })
    await page.waitForFunction(
      (count) => document.querySelectorAll('video[data-camera-id]').length === count,
      tiles,
      { timeout: within_ms },
    )
    const until = Date.now() + within_ms
    let seen = await page.evaluate(watch, watched_ms)
    while (seen.playing < tiles && Date.now() < until) seen = await page.evaluate(watch, watched_ms)
    return seen
  } finally {
    await context.close()
  }
}

for (const origin of origins) {
  try {
    console.log(JSON.stringify(await wall(origin)))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message).split('\n')[0] }))
  }
}
await browser.close()
