import type { Locator, Page } from '@playwright/test'
import { AdminApi } from './admin-api'
import { expect, screenshot, test as base } from './console-page'
import { OwnCamera } from './faulty-cameras'
import { accountOf } from './stack'

type Corner = [number, number]

const SQUARE: Corner[] = [
  [0.2, 0.2],
  [0.6, 0.25],
  [0.55, 0.7],
  [0.15, 0.6],
]

const test = base.extend<{ admin: AdminApi; camera: OwnCamera }>({
  admin: async ({ request }, use) => {
    const admin = await AdminApi.signIn(request)
    await use(admin)
    await admin.clear()
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what it needs
  camera: async ({}, use) => {
    const camera = await OwnCamera.start()
    await use(camera)
    await camera.stop()
  },
})

async function openCamera(page: Page, id: string): Promise<Locator> {
  const { username, password } = accountOf('admin')
  await page.goto(`/admin/cameras/camerarow/${id}/change/`)
  await page.locator('[name=username]').fill(username)
  await page.locator('[name=password]').fill(password)
  await page.locator('[type=submit]').click()
  const drawing = page.getByRole('group', { name: 'Zones on the picture' })
  await drawing.scrollIntoViewIfNeeded()
  return drawing
}

async function pointAt(drawing: Locator, [x, y]: Corner): Promise<Corner> {
  const box = await drawing.boundingBox()
  if (!box) throw new Error('the picture is not shown')
  return [box.x + x * box.width, box.y + y * box.height]
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save and continue editing' }).click()
  await expect(page.getByText('was changed successfully')).toBeVisible()
}

test.describe('zones in the admin', () => {
  // There is no picture of the camera before one is taken.
  test.use({ allowedErrors: [/404.*\/picture-now\//] })

  test('are drawn on a snapshot, moved by keys, saved and there again', async ({
    page,
    admin,
    camera,
  }) => {
    const { id } = await admin.addCamera(camera.url)
    const drawing = await openCamera(page, id)
    const picture = page.locator('.zone-image')

    await page.getByRole('button', { name: 'Take a new snapshot' }).click()
    await expect(picture).toBeVisible({ timeout: 30_000 })
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1280)

    await page.getByLabel('Kind of the new zone').selectOption('plate')
    await page.getByRole('button', { name: 'Draw a zone' }).click()
    await drawing.scrollIntoViewIfNeeded()
    for (const corner of [...SQUARE, SQUARE[0]!])
      await page.mouse.click(...(await pointAt(drawing, corner)))
    await page.getByLabel('Name of zone 1').fill('Entry')
    await page.getByLabel('Name of zone 1').blur()
    await expect(drawing.getByRole('button', { name: 'Entry, 4 corners' })).toBeVisible()

    const first = drawing.getByRole('button', { name: /^Corner 1 of Entry/ })
    await first.focus()
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowDown'])
      await page.keyboard.press(key)
    await expect(first).toBeFocused()
    await expect(first).toHaveAccessibleName(/21\.0 % from the left, 25\.0 % from the top/)
    await page.keyboard.press('Insert')
    await page.keyboard.press('Delete')
    await screenshot(page, 'admin-zones')

    await save(page)
    const kept = (await admin.camera(id)).ai.zones
    expect(kept.map(({ name, kind }) => [name, kind])).toEqual([['Entry', 'plate']])
    const expected = [[0.21, 0.25], ...SQUARE.slice(1)].flat()
    const polygon = kept[0]!.polygon.flat()
    expect(polygon).toHaveLength(expected.length)
    polygon.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 2))

    await expect(picture).toBeVisible()
    await expect(drawing.getByRole('button', { name: 'Entry, 4 corners' })).toBeVisible()
    await page.getByRole('button', { name: 'Delete Entry' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Delete Entry' }).click()
    await save(page)
    expect((await admin.camera(id)).ai.zones).toEqual([])
  })

  test('that cross themselves are told at once, and can be written by hand', async ({
    page,
    admin,
    camera,
  }) => {
    const { id } = await admin.addCamera(camera.url)
    const drawing = await openCamera(page, id)
    await page.getByText('As JSON').click()
    const text = page.locator('textarea[name=zones]')
    const bow = [
      [0.1, 0.1],
      [0.9, 0.9],
      [0.9, 0.1],
      [0.1, 0.9],
    ]
    await text.fill(JSON.stringify([{ name: 'Bow', kind: 'exclude', polygon: bow }]))
    await expect(page.getByText('Its sides cross or touch.')).toBeVisible()
    const third = drawing.getByRole('button', { name: /^Corner 3 of Bow/ })
    await page.getByLabel('Name of zone 1').focus()
    await third.focus()
    await page.keyboard.press('Delete')
    await expect(page.getByText('Its sides cross or touch.')).toHaveCount(0)
    await save(page)
    expect((await admin.camera(id)).ai.zones).toEqual([
      { name: 'Bow', kind: 'exclude', polygon: [bow[0], bow[1], bow[3]] },
    ])
  })
})
