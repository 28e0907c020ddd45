import AxeBuilder from '@axe-core/playwright'
import { expect, test as base, type Locator, type Page } from '@playwright/test'
import { join } from 'node:path'
import { accountOf, type Role } from './stack'

export { expect }

/**
 * A machine that is too busy lets HLS parts slip out of the window; a playlist from outside it is refused with 400
 * (gohlslib's handleMediaPlaylist). The player asks for newer ones.
 */
const LATE_PARTS = /404.*\/hls\/.*_(part|seg)\d+\.mp4|400.*\/hls\/.*stream\.m3u8\?.*_HLS_msn=\d+/

/** Fails a test in which the page logged an error that the test did not announce. */
export const test = base.extend<{ allowedErrors: RegExp[]; page: Page }>({
  allowedErrors: [[], { option: true }],
  page: async ({ page, allowedErrors }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
    })
    await use(page)
    expect(
      errors.filter(
        (text) => ![LATE_PARTS, ...allowedErrors].some((allowed) => allowed.test(text)),
      ),
    ).toEqual([])
  },
})

export async function signIn(page: Page, role: Role, path = '/'): Promise<void> {
  const { username, password } = accountOf(role)
  await page.goto(path)
  await page.getByLabel('User name').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible()
}

export async function expectAccessible(page: Page): Promise<void> {
  // What still fades in has less contrast than it will have.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
        .map((each) => each.finished.catch(() => undefined)),
    ),
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(
    grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
  ).toEqual([])
}

/** Writes a picture for the documents where MOSAIC_E2E_SCREENSHOTS names a folder. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.MOSAIC_E2E_SCREENSHOTS
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}

interface Progress {
  time: number
  frames: number
}

export function progressOf(video: Locator): Promise<Progress> {
  return video.evaluate((element: HTMLVideoElement) => ({
    time: element.currentTime,
    frames: element.getVideoPlaybackQuality().totalVideoFrames,
  }))
}

/** Waits until the tile says that it plays, its clock runs and new frames are decoded. */
export async function expectPlays(video: Locator): Promise<void> {
  await expect(video).toHaveAttribute('data-state', 'playing', { timeout: 45_000 })
  let before = await progressOf(video)
  await expect
    .poll(
      async () => {
        const now = await progressOf(video)
        // A head start gave way to WebRTC, whose clock and frames count from zero: of few frames by a clock far
        // ahead, the one alone may be passed already.
        if (now.frames < before.frames || now.time < before.time) before = now
        return now.time > before.time + 0.5 && now.frames > before.frames + 5
      },
      { timeout: 20_000 },
    )
    .toBe(true)
}
