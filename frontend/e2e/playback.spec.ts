import type { Page } from '@playwright/test'
import { AdminApi } from './admin-api'
import { expect, expectAccessible, screenshot, signIn, test } from './console-page'

const RECORDED_S = 25
/** Of the demo's cameras, which show 25 pictures a second. */
const PICTURE_MS = 40
/** A tile within it of the clock is left where it is. */
const CLOCK_ROUNDED_MS = 3

function inRange(value: number, least: number, beyond: number): boolean {
  return least <= value && value < beyond
}

/** Where on the page an instant is on the timeline; it shows from its least to its greatest value. */
async function placeOf(page: Page, atMs: number): Promise<{ x: number; y: number }> {
  const timeline = page.getByTestId('timeline')
  const box = await timeline.boundingBox()
  const [least, most] = await timeline.evaluate((element) =>
    ['aria-valuemin', 'aria-valuemax'].map((name) => Number(element.getAttribute(name))),
  )
  if (!box || least === undefined || most === undefined) throw new Error('no timeline')
  return { x: box.x + ((atMs - least) / (most - least)) * box.width, y: box.y + 36 }
}

test('two cameras are played in step, and what is not there is said', async ({ page, request }) => {
  test.setTimeout(240_000)
  const admin = await AdminApi.signIn(request)
  const cameras = (await admin.demoCameras()).slice(0, 2)
  const ids = cameras.map(({ id }) => id)
  const began = Date.now()
  /** Where the stretch begins that is recorded of both by now; an older one would end while it is played. */
  const bothRecorded = async (): Promise<number | undefined> => {
    const spans = (await Promise.all(ids.map((id) => admin.timeline(id)))).map((all) =>
      all.findLast(({ kind, from }) => kind === 'recorded' && Date.parse(from) >= began),
    )
    const from = Math.max(...spans.map((span) => Date.parse(span?.from ?? '')))
    const to = Math.min(...spans.map((span) => Date.parse(span?.to ?? '')))
    return to - from > RECORDED_S * 1000 ? from : undefined
  }
  try {
    for (const camera of cameras) await admin.change(camera, { recording: { mode: 'continuous' } })
    await expect.poll(bothRecorded, { timeout: 120_000 }).toBeDefined()

    await signIn(page, 'operator', `/playback?cameras=${ids.join(',')}`)
    const tiles = page.getByTestId('playback-tile')
    await expect(tiles).toHaveCount(2)
    const wanted = ((await bothRecorded()) ?? Number.NaN) + (RECORDED_S * 1000) / 2
    const place = await placeOf(page, wanted)
    await page.mouse.move(place.x, place.y)
    await expect(page.getByTestId('timeline-hover')).toContainText('Recorded')
    await page.mouse.click(place.x, place.y)

    // A pixel of the timeline is some seconds.
    const clock = page.getByTestId('playback-clock')
    for (const tile of await tiles.all()) {
      await expect(tile).toHaveAttribute('data-state', 'playing', { timeout: 30_000 })
    }
    const begun = Number(await clock.getAttribute('data-at-ms'))
    expect(Math.abs(begun - wanted)).toBeLessThan(15_000)
    await expect
      .poll(async () => Number(await clock.getAttribute('data-at-ms')), { timeout: 30_000 })
      .toBeGreaterThan(begun + 2000)
    await expect
      .poll(
        async () => {
          const drifts = await tiles.evaluateAll((all) =>
            all.map((tile) => tile.getAttribute('data-drift-ms')),
          )
          return drifts.every((drift) => drift !== null && Math.abs(Number(drift)) <= 100)
        },
        { timeout: 60_000 },
      )
      .toBe(true)
    await expectAccessible(page)
    await page.mouse.move(place.x, place.y)
    await screenshot(page, 'playback')

    await page.keyboard.press(' ')
    await expect(page.getByRole('button', { name: /^Play/ })).toBeVisible()
    const shown = () => tiles.first().getAttribute('data-shown-ms').then(Number)
    // The clock has stopped between two pictures; a tile that was a little off it goes to the one it stands in.
    const intoPicture = async () =>
      Number(await clock.getAttribute('data-at-ms')) - (await shown()) + CLOCK_ROUNDED_MS
    await expect
      .poll(async () => inRange(await intoPicture(), 0, PICTURE_MS), { timeout: 30_000 })
      .toBe(true)
    const before = await shown()
    await page.keyboard.press('.')
    await expect.poll(shown, { timeout: 30_000 }).toBeGreaterThan(before)
    expect((await shown()) - before).toBeLessThan(1000)

    const off = (await admin.timeline(ids[0] ?? '')).find(({ cause }) => cause === 'off')
    expect(off).toBeDefined()
    const middle = (Date.parse(off?.from ?? '') + Date.parse(off?.to ?? '')) / 2
    await page.goto(`/playback?cameras=${ids.join(',')}&at=${new Date(middle).toISOString()}`)
    await expect(tiles.first()).toHaveAttribute('data-state', 'gap', { timeout: 30_000 })
    await expect(tiles.first().getByTestId('playback-note')).toContainText('recording was off')
    await expectAccessible(page)

    await page.keyboard.press('l')
    await expect(tiles.first()).toHaveAttribute('data-state', 'live')
    await page.keyboard.press('b')
    await expect(tiles.first()).toHaveAttribute('data-state', 'playing', { timeout: 30_000 })
  } finally {
    for (const camera of cameras) await admin.change(camera, { recording: { mode: 'off' } })
  }
})
