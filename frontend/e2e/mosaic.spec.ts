import { expect, expectAccessible, expectPlays, screenshot, signIn, test } from './console-page'
import { normalised, platesOfTruth } from './stack'

test('four tiles play live', async ({ page }) => {
  test.setTimeout(180_000)
  await signIn(page, 'operator')
  const videos = page.locator('video[data-camera-id]')
  await expect(videos).toHaveCount(4)
  for (let tile = 0; tile < 4; tile += 1) await expectPlays(videos.nth(tile))
  await expect(page.locator('video[data-transport="webrtc"]')).not.toHaveCount(0)
  await expectAccessible(page)
})

test('LL-HLS plays where WebRTC is not used', async ({ page }) => {
  await signIn(page, 'operator', '/mosaics?layout=1&transport=hls')
  const video = page.locator('video[data-camera-id]')
  await expect(video).toHaveCount(1)
  await expectPlays(video)
  await expect(video).toHaveAttribute('data-transport', 'll-hls')
})

test('a double click takes the whole place and Esc gives it back', async ({ page }) => {
  await signIn(page, 'operator')
  const tile = page
    .getByRole('region')
    .filter({ has: page.locator('video') })
    .first()
  const before = await tile.boundingBox()
  await tile.dblclick()
  await expect
    .poll(async () => (await tile.boundingBox())?.width)
    .toBeGreaterThan((before?.width ?? 0) * 1.5)
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await tile.boundingBox())?.width).toBe(before?.width)
})

test('a plate that passes appears by itself, and the search finds it with its crop', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const truth = platesOfTruth()
  await signIn(page, 'operator')
  await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'online')
  const rail = page.getByTestId('live-reads')
  const read = rail.getByTestId('live-read')
  const known = new Set(
    await read.evaluateAll((items) => items.map((item) => item.getAttribute('data-read-id'))),
  )

  // Only what comes after the page has loaded has come by the event feed.
  let text = ''
  await expect
    .poll(
      async () => {
        const items = await read.evaluateAll((all) =>
          all.map((item) => ({
            id: item.getAttribute('data-read-id'),
            text: item.getAttribute('data-text') ?? '',
          })),
        )
        const fresh = items.find((item) => !known.has(item.id) && truth.has(normalised(item.text)))
        text = fresh?.text ?? ''
        return text
      },
      { timeout: 120_000, message: 'no plate of the ground truth was read' },
    )
    .not.toBe('')
  await expect(rail.getByRole('img', { name: `Plate ${text}` }).first()).toBeVisible()
  await expectPlays(page.locator('video[data-camera-id]').first())
  await screenshot(page, 'mosaic')

  await page.getByRole('link', { name: 'Plates' }).click()
  await page.getByLabel('Plate', { exact: true }).fill(text)
  const result = page.getByTestId('search-result').first()
  await expect(result).toHaveAttribute('data-text', text)
  await expect(page).toHaveURL(/text=/)
  const crop = result.getByRole('img', { name: `Plate ${text}` })
  await expect
    .poll(() => crop.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(10)
  await expectAccessible(page)
  await screenshot(page, 'plate-search')

  await result.click()
  await expect(page.getByTestId('read-details')).toBeVisible()
  await expect(page.getByRole('img', { name: `Scene of ${text}` }).last()).toBeVisible()
  await expectAccessible(page)
  await screenshot(page, 'plate-details')
})
