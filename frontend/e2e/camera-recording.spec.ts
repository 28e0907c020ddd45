import type { Page } from '@playwright/test'
import { AdminApi } from './admin-api'
import { expect, expectAccessible, screenshot, signIn, test } from './console-page'

// Two wishes are refused on purpose.
test.use({ allowedErrors: [/400.*\/api\/v1\/cameras\//] })

/** Chooses by keys alone: the menu takes what is typed as the beginning of an option. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true })
  await box.focus()
  await page.keyboard.press('Enter')
  const wanted = page.getByRole('option', { name: option, exact: true })
  await expect(wanted).toBeVisible()
  await page.keyboard.type(option)
  await expect(wanted).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(box).toContainText(option)
}

test('how a camera is recorded is set by keys, refused and kept', async ({ page, request }) => {
  test.setTimeout(240_000)
  const admin = await AdminApi.signIn(request)
  try {
    const group = await admin.addGroup()
    const schedule = await admin.addSchedule([{ days: ['mon'], start: '08:00', end: '18:00' }])
    const settings = { enabled: false, ai: { enabled: true } }
    const camera = await admin.addCamera('rtsp://192.0.2.10/stream', settings)
    await signIn(page, 'admin', '/cameras')
    const edit = page.getByRole('button', { name: `Edit: ${camera.name}` })
    await edit.click()
    const dialog = page.getByRole('dialog', { name: `Edit ${camera.name}` })
    await expect(dialog.getByRole('combobox', { name: 'Mode' })).toContainText('Off')
    await choose(page, 'Group', group.name)
    await choose(page, 'Mode', 'On events')
    await choose(page, 'When', schedule.name)
    await choose(page, 'At all other times', 'Continuous')
    await dialog.getByLabel('car', { exact: true }).check()
    await expectAccessible(page)
    await screenshot(page, 'camera-recording')

    const before = dialog.getByLabel('Seconds before')
    await before.fill('61')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(before).toHaveAttribute('aria-invalid', 'true')
    await expect(dialog.getByText('Whole seconds, 5 to 60.')).toBeVisible()
    await before.fill('60')
    await dialog.getByLabel('Seconds after').fill('5')

    const kinds = ['Detected objects', 'Every plate', 'Plates on a watch list']
    for (const name of kinds) await dialog.getByRole('switch', { name }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    const mode = dialog.getByRole('combobox', { name: 'Mode' })
    await expect(mode).toHaveAttribute('aria-invalid', 'true')
    await expect(dialog.getByText(/needs a kind of event/)).toBeVisible()
    await expectAccessible(page)
    await screenshot(page, 'camera-recording-refused')

    await dialog.getByRole('switch', { name: 'Detected objects' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toBeHidden()
    const kept = await admin.camera(camera.id)
    expect(kept.group).toBe(group.id)
    expect(kept.recording).toMatchObject({
      mode: 'event',
      schedule: schedule.id,
      otherwise: 'continuous',
      events: { before_s: 60, after_s: 5, detections: true, labels: ['car'], plates: false },
    })

    await page.evaluate(() => localStorage.setItem('mosaic.theme', 'light'))
    await page.reload()
    await edit.click()
    await expect(dialog.getByRole('combobox', { name: 'When' })).toContainText(schedule.name)
    await expect(dialog.getByLabel('Seconds before')).toHaveValue('60')
    await expectAccessible(page)
    await screenshot(page, 'camera-recording-light')
    // Without its schedule it is recorded on events at all times; with neither, nothing is left of them.
    await choose(page, 'When', 'Always')
    await choose(page, 'Mode', 'Off')
    await choose(page, 'Group', 'No group')
    await expect(dialog.getByLabel('Seconds before')).toHaveCount(0)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toBeHidden()
    expect(await admin.camera(camera.id)).toMatchObject({
      group: null,
      recording: { mode: 'off', schedule: null, otherwise: 'off', events: { before_s: 60 } },
    })
  } finally {
    await admin.clear()
  }
})
