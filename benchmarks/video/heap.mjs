// The heap of one page over time: tiles play, are maximised, and the layout changes, as in an operator's day made short.
// Reads one line of JSON {chromium, url, username, password, home, others, tiles, seconds}: home is the mosaic that is
// measured, others what is shown between. Writes one line a round: {at_s, heap_bytes, nodes, listeners, rss_bytes}.
import { readFileSync } from 'node:fs'
import { launch, settings } from '../road/chromium.mjs'
import { show, signIn } from '../road/console.mjs'

const { chromium, url, username, password, home, others, tiles, seconds } = await settings()
const browser = await launch(chromium)
const context = await browser.newContext({ viewport: { width: 1600, height: 900 } })
const page = await context.newPage()
const WITHIN_MS = 60_000
const STAY_MS = 4000

await page.goto(`${url}/account`)
await signIn(page, { username, password })
await page.locator('nav').first().waitFor()
const inPage = await context.newCDPSession(page)
const inBrowser = await browser.newBrowserCDPSession()

const plays = (count) =>
  page.waitForFunction(
    (wanted) => {
      const videos = [...document.querySelectorAll('video')]
      return (
        videos.length === wanted &&
        videos.every(({ dataset }) => dataset.state === 'playing' && dataset.firstFrameMs)
      )
    },
    count,
    { timeout: WITHIN_MS },
  )

/** What is left when all that can go is gone; two collections, as the first one ends what the second one frees. */
async function measured(begun) {
  for (let time = 0; time < 2; time += 1) await inPage.send('HeapProfiler.collectGarbage')
  const { usedSize } = await inPage.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await inPage.send('Memory.getDOMCounters')
  const { processInfo } = await inBrowser.send('SystemInfo.getProcessInfo')
  const rss = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(
      ({ id }) =>
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) * 1024,
    )
  return {
    at_s: (performance.now() - begun) / 1000,
    heap_bytes: usedSize,
    nodes,
    listeners: jsEventListeners,
    rss_bytes: Math.max(...rss),
  }
}

async function round() {
  for (const { path, count } of others) {
    await show(page, path)
    if (count) await plays(count)
    await page.waitForTimeout(STAY_MS)
  }
  await show(page, home)
  await plays(tiles)
  const tile = page.locator('section:has(video)').first()
  await tile.dblclick({ position: { x: 40, y: 80 } })
  await page.waitForTimeout(STAY_MS)
  await tile.dblclick({ position: { x: 40, y: 80 } })
  await plays(tiles)
  await page.waitForTimeout(STAY_MS)
}

const begun = performance.now()
while ((performance.now() - begun) / 1000 < seconds) {
  try {
    await round()
    console.log(JSON.stringify(await measured(begun)))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message).split('\n')[0] }))
  }
}
await browser.close()
