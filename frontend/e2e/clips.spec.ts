import type { BrowserContext, Locator, Page } from '@playwright/test'
import { AdminApi, type TimelineSpan } from './admin-api'
import { expect, expectAccessible, progressOf, screenshot, signIn, test } from './console-page'

const RECORDED_S = 25
const CLIP_S = 8

// Wrong codes and links that are over are answers that the browser logs as well.
test.use({ allowedErrors: [/40[134] .*\/api\/v1\/shared-clips\//] })

function lightTheme(): void {
  localStorage.setItem('mosaic.theme', 'light')
}

/** An instant as a `datetime-local` field takes it, in the page's time zone. */
function field(page: Page, atMs: number): Promise<string> {
  return page.evaluate((at) => {
    const shifted = at - new Date(at).getTimezoneOffset() * 60_000
    return new Date(shifted).toISOString().slice(0, 19)
  }, atMs)
}

async function makeClip(
  page: Page,
  wish: { title: string; camera: string; fromMs: number; exact: boolean },
): Promise<Locator> {
  await page.getByRole('button', { name: 'New clip' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Save a time range' })
  await dialog.getByLabel('Title').fill(wish.title)
  await dialog.getByLabel(wish.camera, { exact: true }).check()
  await dialog.getByLabel('From').fill(await field(page, wish.fromMs))
  await dialog
    .getByLabel('To', { exact: true })
    .fill(await field(page, wish.fromMs + CLIP_S * 1000))
  if (wish.exact) await dialog.getByRole('switch', { name: /^Exact/ }).click()
  await expectAccessible(page)
  await screenshot(page, `clip-new-${wish.exact ? 'exact' : 'plain'}`)
  await dialog.getByRole('button', { name: 'Make clip' }).click()
  await expect(dialog).toBeHidden()
  return page.getByRole('row').filter({ hasText: wish.title })
}

interface Played {
  duration: number
  frames: number
  corrupted: number
  error: string | null
}

/** Plays a video from its first picture to its end, every picture decoded. */
async function playThrough(video: Locator): Promise<Played> {
  const played = () =>
    video.evaluate((element: HTMLVideoElement): Played & { ended: boolean } => {
      const { totalVideoFrames, corruptedVideoFrames } = element.getVideoPlaybackQuality()
      return {
        duration: element.duration,
        frames: totalVideoFrames,
        corrupted: corruptedVideoFrames,
        error: element.error && `${element.error.code}: ${element.error.message}`,
        ended: element.ended,
      }
    })
  await video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true
    if (element.ended) element.currentTime = 0
    await element.play()
  })
  await expect.poll(async () => (await played()).ended, { timeout: 120_000 }).toBe(true)
  return played()
}

test('a clip is made, played, shared and taken back', async ({ page, request, browser }) => {
  test.setTimeout(420_000)
  const admin = await AdminApi.signIn(request)
  const camera = (await admin.demoCameras())[0]
  if (!camera) throw new Error('the stack has no demo camera')
  const recorded = async (): Promise<TimelineSpan | undefined> =>
    (await admin.timeline(camera.id)).findLast(({ kind }) => kind === 'recorded')
  const titles = ['plain', 'exact'].map((kind) => `e2e ${kind} ${Date.now()}`)
  let guest: BrowserContext | undefined
  try {
    await admin.change(camera, { recording: { mode: 'continuous' } })
    await expect
      .poll(
        async () => {
          const span = await recorded()
          return span ? (Date.parse(span.to) - Date.parse(span.from)) / 1000 : 0
        },
        { timeout: 150_000 },
      )
      .toBeGreaterThan(RECORDED_S)
    const span = await recorded()
    // Seconds are the finest that the form takes.
    const fromMs = Math.ceil(Date.parse(span?.from ?? '') / 1000) * 1000 + 5000

    await signIn(page, 'operator', '/clips')
    const rows: Locator[] = []
    for (const [number, title] of titles.entries()) {
      const row = await makeClip(page, { title, camera: camera.name, fromMs, exact: number === 1 })
      rows.push(row)
      await expect(row.getByText(/^Ready, /)).toBeVisible({ timeout: 120_000 })
    }
    await expectAccessible(page)
    await screenshot(page, 'clips')
    await page.evaluate(lightTheme)
    await page.reload()
    await expect(page.getByRole('row').filter({ hasText: titles[1] })).toBeVisible()
    await expectAccessible(page)
    await screenshot(page, 'clips-light')

    for (const [number, title] of titles.entries()) {
      await rows[number]?.getByRole('button', { name: `Play ${title}` }).click()
      const dialog = page.getByRole('dialog', { name: title })
      const video = dialog.locator('video')
      await expect
        .poll(async () => (await progressOf(video)).frames, { timeout: 60_000 })
        .toBeGreaterThan(5)
      await expectAccessible(page)
      await screenshot(page, `clip-play-${number}`)
      const played = await playThrough(video)
      expect(played).toMatchObject({ corrupted: 0, error: null })
      if (number === 1) expect(Math.abs(played.duration - CLIP_S)).toBeLessThan(0.3)
      else expect(played.duration).toBeGreaterThanOrEqual(CLIP_S - 0.3)
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    }
    const exact = (await admin.clips(titles)).find(({ title }) => title === titles[1])
    expect(exact?.method).toMatch(/^(smart|copied)$/)

    const saved = page.waitForEvent('download')
    await rows[1]?.getByRole('button', { name: `Download ${titles[1]}` }).click()
    const download = await saved
    expect(download.suggestedFilename()).toMatch(/\.mp4$/)
    expect(await download.failure()).toBeNull()

    await rows[1]?.getByRole('button', { name: `Share ${titles[1]}` }).click()
    const sharing = page.getByRole('dialog', { name: 'Share by link' })
    await sharing.getByLabel('For whom').fill('Officer Ruth')
    await expectAccessible(page)
    await screenshot(page, 'clip-share')
    await sharing.getByRole('button', { name: 'Make link' }).click()
    const code = await sharing.getByLabel('Code').inputValue()
    const link = await sharing.getByLabel('Link', { exact: true }).inputValue()
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
    await expectAccessible(page)
    await screenshot(page, 'clip-shared')
    await expect(sharing.getByText(/^Until /)).toBeVisible({ timeout: 120_000 })
    await page.keyboard.press('Escape')
    await rows[1]?.getByRole('button', { name: `Share ${titles[1]}` }).click()
    await expect(sharing.getByText('Officer Ruth')).toBeVisible()
    await expect(sharing).not.toContainText(code)

    guest = await browser.newContext()
    await guest.addInitScript(lightTheme)
    const shared = await guest.newPage()
    await shared.goto(link)
    await shared.getByLabel('Code').fill('AAAA-AAAA')
    await shared.getByRole('button', { name: 'Open' }).click()
    await expect(shared.getByText('That is not the code.')).toBeVisible()
    await expect(shared.locator('video')).toHaveCount(0)
    await expectAccessible(shared)
    await screenshot(shared, 'shared-code')
    await shared.getByLabel('Code').fill(code.toLowerCase())
    await shared.getByRole('button', { name: 'Open' }).click()
    const video = shared.locator('video')
    await expect(video).toBeVisible()
    const played = await playThrough(video)
    expect(played).toMatchObject({ corrupted: 0, error: null })
    expect(Math.abs(played.duration - CLIP_S)).toBeLessThan(0.3)
    await expectAccessible(shared)
    await screenshot(shared, 'shared-clip')
    const file = await video.evaluate((element: HTMLVideoElement) => element.src)
    expect((await guest.request.get(file, { headers: { range: 'bytes=0-9' } })).status()).toBe(206)

    await sharing.getByRole('button', { name: 'Revoke' }).click()
    await expect(sharing.getByText(/^Revoked/)).toBeVisible()
    await screenshot(page, 'clip-revoked')
    expect((await guest.request.get(file)).status()).toBe(404)
    // Who has it open is told, and has the pictures no more.
    await expect(shared.getByText(/no longer given out/)).toBeVisible({ timeout: 60_000 })
    await expect(video).toHaveCount(0)
    await shared.getByLabel('Code').fill(code)
    await shared.getByRole('button', { name: 'Open' }).click()
    await expect(shared.getByText('This link leads nowhere, or no more.')).toBeVisible()

    await page.keyboard.press('Escape')
    await rows[1]?.getByRole('button', { name: `Delete ${titles[1]}` }).click()
    const deleting = page.getByRole('dialog', { name: `Delete ${titles[1]}?` })
    await expectAccessible(page)
    await screenshot(page, 'clip-delete')
    await deleting.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(deleting).toBeHidden()
    await expect(page.getByRole('row').filter({ hasText: titles[1] })).toHaveCount(0)
    await expect(page.getByRole('row').filter({ hasText: titles[0] })).toBeVisible()
  } finally {
    await guest?.close()
    await admin.change(camera, { recording: { mode: 'off' } })
    await admin.endClips(titles)
  }
})
