// The operator's mosaic, open until the input ends. Reads one line {chromium, url, username, password}; writes a line
// {"ready": true} when all tiles play, then one for each plate read as it is painted, and last how the tiles did.
import { ended, launch, settings } from './chromium.mjs'
import { signIn } from './console.mjs'

const { chromium, url, username, password } = await settings()
const over = ended()
const browser = await launch(chromium)
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
const say = (line) => console.log(JSON.stringify(line))

await page.exposeFunction('reportRead', (id, text, at) => say({ id, text, at_ms: at }))
await page.addInitScript(() => {
  const seen = new Set()
  const look = () => {
    for (const item of document.querySelectorAll('[data-testid="live-read"]')) {
      const id = item.dataset.readId
      if (seen.has(id)) continue
      seen.add(id)
      // After the next frame it is on the screen.
      requestAnimationFrame(() => window.reportRead(id, item.dataset.text, Date.now()))
    }
  }
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  })
})

await page.goto(url)
await signIn(page, { username, password })
await page.locator('[data-testid="live-reads"]').waitFor()
await page.waitForFunction(
  () => {
    const videos = [...document.querySelectorAll('video')]
    return videos.length >= 4 && videos.every((video) => video.currentTime > 0)
  },
  null,
  { timeout: 60_000 },
)
say({ ready: true })
await over
const tiles = await page.evaluate(() =>
  [...document.querySelectorAll('video')].map((video) => ({
    current_time: video.currentTime,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    dropped: video.getVideoPlaybackQuality().droppedVideoFrames,
  })),
)
say({ tiles })
await browser.close()
