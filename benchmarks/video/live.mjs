// How live pictures come in Chromium: four tiles of the console at once, and the same from MediaMTX itself. Reads one line
// of JSON {chromium, url, username, password, rounds} and writes one line a round.
import { launch, settings } from '../road/chromium.mjs'
import { show, signIn } from '../road/console.mjs'
import { playBare, watchStrips } from './watching.mjs'

const { chromium, url, username, password, rounds } = await settings()
const browser = await launch(chromium)
const HLS = new URL('../../frontend/node_modules/hls.js/dist/hls.min.js', import.meta.url).pathname
const BLANK = '/mosaic-bench-blank'
const WITHIN_MS = 45_000
/** A player that began behind has caught up. */
const SETTLED_MS = 4000

/** The console, signed in and away from all tiles: a tile's clock starts when the mosaic is opened in it. */
async function signedIn() {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  await page.addInitScript(() => {
    window.posters = []
    const look = () => {
      for (const picture of document.querySelectorAll('[data-poster-ms]:not([data-seen])')) {
        picture.dataset.seen = 'yes'
        window.posters.push(Number(picture.dataset.posterMs))
      }
    }
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true }),
    )
  })
  await page.goto(`${url}/account`)
  await signIn(page, { username, password })
  await page.locator('nav').first().waitFor()
  return page
}

const page = await signedIn()

/** In the page of an operator who has been at work: its code is loaded, and no tile is open yet. */
async function inConsole({ path, tiles, watch }) {
  try {
    await page.evaluate(() => {
      window.posters = []
    })
    await show(page, path)
    await page.waitForFunction(
      (count) => {
        const videos = [...document.querySelectorAll('video')]
        return videos.length === count && videos.every(({ dataset }) => dataset.firstFrameMs)
      },
      tiles,
      { timeout: WITHIN_MS },
    )
    const told = await page.evaluate(() => ({
      first_frame_ms: [...document.querySelectorAll('video')].map((v) => Number(v.dataset.firstFrameMs)),
      poster_ms: window.posters,
    }))
    if (!watch) return told
    await page.waitForTimeout(SETTLED_MS)
    return { ...told, strips: await page.evaluate(watchStrips, watch) }
  } finally {
    await show(page, '/account')
    await page.waitForFunction(() => !document.querySelector('video'))
  }
}

async function bare({ origin, reads, watch }) {
  const context = await browser.newContext({ bypassCSP: true })
  try {
    const page = await context.newPage()
    await page.route(`**${BLANK}`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<body></body>' }),
    )
    await page.goto(origin + BLANK)
    await page.addScriptTag({ path: HLS })
    const late = new Promise((_, reject) =>
      setTimeout(() => reject(new Error('no frame in time')), WITHIN_MS),
    )
    const first = await Promise.race([page.evaluate(playBare, reads), late])
    if (!watch) return { first_frame_ms: first }
    await page.waitForTimeout(SETTLED_MS)
    return { first_frame_ms: first, strips: await page.evaluate(watchStrips, watch) }
  } finally {
    await context.close()
  }
}

await inConsole(rounds.find(({ path }) => path)).catch(() => undefined)
for (const round of rounds) {
  try {
    // A round begins when the one before has left the processor alone.
    await page.waitForTimeout(1500)
    console.log(JSON.stringify(await (round.path ? inConsole(round) : bare(round))))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message).split('\n')[0] }))
  }
}
await browser.close()
