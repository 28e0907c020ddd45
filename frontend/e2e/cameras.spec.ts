import { expect, expectAccessible, screenshot, signIn, test } from './console-page'

test('cameras are listed with their state', async ({ page }) => {
  await signIn(page, 'operator', '/cameras')
  await expect(page.getByRole('row')).not.toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Add camera' })).toHaveCount(0)
  await expectAccessible(page)
  await screenshot(page, 'cameras')
})

test.describe('a refused address', () => {
  test.use({ allowedErrors: [/400.*\/api\/v1\/cameras/] })

  test('is said at its field', async ({ page }) => {
    await signIn(page, 'admin', '/cameras')
    await page.getByRole('button', { name: 'Add camera' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Refused')
    const address = page.getByLabel('Stream address')
    await address.fill('rtsp://169.254.169.254/latest')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(address).toHaveAttribute('aria-invalid', 'true')
    await expectAccessible(page)
    await screenshot(page, 'camera-refused')
  })
})

test('a camera is added, shown and deleted', async ({ page }) => {
  await signIn(page, 'admin', '/cameras')
  const name = `e2e ${Date.now()}`
  await page.getByRole('button', { name: 'Add camera' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Stream address').fill('rtsp://user:secret@192.0.2.10/stream')
  await page.getByRole('switch', { name: 'Enabled' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('Disabled')
  await expect(row).not.toContainText('secret')
  await row.getByRole('button', { name: /^Delete/ }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(row).toHaveCount(0)
})
