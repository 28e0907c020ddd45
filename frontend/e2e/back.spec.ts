import { AdminApi } from './admin-api'
import { expect, expectAccessible, screenshot, signIn, test } from './console-page'

const BACK_MS = 30_000

test('half a minute back from a live tile plays what was recorded, or says why there is nothing', async ({
  page,
  request,
}) => {
  test.setTimeout(240_000)
  const admin = await AdminApi.signIn(request)
  const [recorded, bare] = await admin.demoCameras()
  if (!recorded || !bare) throw new Error('the demo has no two cameras')
  const keptMs = async () => {
    const span = (await admin.timeline(recorded.id)).findLast(({ kind }) => kind === 'recorded')
    return span ? Date.parse(span.to) - Date.parse(span.from) : 0
  }
  const mosaic = await admin.addMosaic('2x2', [recorded, bare])
  const tileOf = (name: string) => page.locator('[data-tile]').filter({ hasText: name })
  try {
    await admin.change(recorded, { recording: { mode: 'continuous' } })
    await admin.change(bare, { recording: { mode: 'off' } })
    await expect.poll(keptMs, { timeout: 150_000 }).toBeGreaterThan(BACK_MS + 15_000)

    await signIn(page, 'admin', `/mosaics/${mosaic.id}`)
    await tileOf(recorded.name).hover()
    await page.keyboard.press('b')
    await expect(page).toHaveURL(new RegExp(`/playback\\?.*${recorded.id}`))
    const asked = Date.parse(new URL(page.url()).searchParams.get('at') ?? '')
    const shown = page.getByTestId('playback-tile')
    await expect(shown).toHaveCount(1)
    await expect(shown).toHaveAttribute('data-state', 'playing', { timeout: 30_000 })
    const clock = page.getByTestId('playback-clock')
    await expect
      .poll(async () => Number(await clock.getAttribute('data-at-ms')) - asked)
      .toBeGreaterThan(2000)

    await page.goBack()
    await expect(page).toHaveURL(new RegExp(`/mosaics/${mosaic.id}`))
    const tile = tileOf(bare.name)
    await tile.hover()
    const button = tile.getByRole('button', { name: '30 s back (B)' })
    await expect(button).toBeVisible()
    await expectAccessible(page)
    await screenshot(page, 'tile-buttons')
    await button.click()
    await expect(shown).toHaveAttribute('data-state', 'gap', { timeout: 30_000 })
    await expect(shown.getByTestId('playback-note')).toContainText('recording was off')
    await page.goBack()
    await expect(tileOf(recorded.name)).toBeVisible()
  } finally {
    // A page that still shows the mosaic would ask for it.
    await page.goto('about:blank')
    await admin.change(recorded, { recording: { mode: 'off' } })
    await admin.clear()
  }
})
