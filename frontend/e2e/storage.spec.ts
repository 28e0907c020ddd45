import { AdminApi } from './admin-api'
import { expect, expectAccessible, screenshot, signIn, test } from './console-page'

/** Less than any recorded minute takes. */
const LITTLE_GB = '0.001'

test('who may neither export nor configure has no storage page', async ({ page }) => {
  await signIn(page, 'viewer', '/storage')
  await expect(page.getByRole('heading', { name: 'Not allowed' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Storage' })).toHaveCount(0)
  await screenshot(page, 'storage-forbidden')
})

test('footage is held, simulated, released and let go', async ({ page, request, browser }) => {
  test.setTimeout(420_000)
  const admin = await AdminApi.signIn(request)
  const before = await admin.limits()
  const demo = (await admin.demoCameras())[0]
  if (!demo) throw new Error('the stack has no demo camera')
  const source = (await admin.camera(demo.id)).source_url
  const camera = await admin.addCamera(source, { recording: { mode: 'continuous' } })
  const staff = await browser.newContext()
  try {
    // A file that is written never goes: one has to be complete.
    await expect
      .poll(() => admin.wouldGo(camera, Number(LITTLE_GB)), { timeout: 240_000 })
      .toBeGreaterThan(0)

    const operator = await staff.newPage()
    await signIn(operator, 'operator', '/storage')
    await expect(operator.getByRole('heading', { name: 'Legal holds', exact: true })).toBeVisible()
    await expect(operator.getByRole('heading', { name: 'Retention', exact: true })).toHaveCount(0)
    await operator.getByRole('button', { name: 'New hold' }).click()
    const hold = operator.getByRole('dialog', { name: 'Hold footage' })
    await hold.getByRole('button', { name: 'Hold', exact: true }).click()
    await expect(hold.getByLabel('Camera')).toHaveAttribute('aria-invalid', 'true')
    await expect(hold.getByText('Say why.')).toBeVisible()
    await expectAccessible(operator)
    await screenshot(operator, 'storage-hold-refused')
    await hold.getByLabel('Camera').selectOption(camera.name)
    await hold.getByLabel('Reason').fill('Case 4711')
    const to = await hold.getByLabel('To', { exact: true }).inputValue()
    const nextYear = `${Number(to.slice(0, 4)) + 1}-01-01T00:00:00`
    await hold.getByLabel('To', { exact: true }).fill(nextYear)
    await hold.getByRole('button', { name: 'Hold', exact: true }).click()
    await expect(hold).toBeHidden()
    const row = operator
      .getByRole('table', { name: 'Legal holds' })
      .getByRole('row')
      .filter({ hasText: camera.name })
    await expect(row).toContainText('Case 4711')
    await expectAccessible(operator)
    await screenshot(operator, 'storage-operator')

    await signIn(page, 'admin', '/storage')
    const stock = page.getByRole('table', { name: 'By camera' }).getByRole('row')
    await expect(stock.filter({ hasText: camera.name })).toContainText(/[MG]B/)
    const limit = page.getByLabel(`Most GB of ${camera.name}`)
    const days = page.getByLabel(`Days of ${camera.name}`)
    await expectAccessible(page)
    await screenshot(page, 'storage')

    await days.fill('0')
    await limit.fill(LITTLE_GB)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(days).toHaveAttribute('aria-invalid', 'true')
    await expectAccessible(page)
    await screenshot(page, 'storage-retention-refused')
    await days.fill('30')

    const simulation = page.getByRole('dialog', { name: 'What goes under these rules' })
    const going = simulation.getByRole('row').filter({ hasText: camera.name })
    await page.getByRole('button', { name: 'What would go?' }).click()
    await expect(simulation.getByText(/more than allowed stay even then/)).toBeVisible()
    await expect(going).toHaveCount(0)
    await expectAccessible(page)
    await screenshot(page, 'storage-simulation-held')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: `Release the hold on ${camera.name}` }).click()
    const releasing = page.getByRole('dialog', { name: 'Release this hold?' })
    await expectAccessible(page)
    await screenshot(page, 'storage-release')
    await releasing.getByRole('button', { name: 'Release' }).click()
    await expect(releasing).toBeHidden()

    await page.getByRole('button', { name: 'Save' }).click()
    await expect(going).toContainText(/[MG]B/)
    await expectAccessible(page)
    await screenshot(page, 'storage-simulation')
    // Nothing is saved before it was agreed to.
    expect((await admin.limits()).cameras.map((each) => each.camera)).not.toContain(camera.id)
    await simulation.getByRole('button', { name: /^Save and delete/ }).click()
    await expect(simulation).toBeHidden()
    expect((await admin.limits()).cameras).toContainEqual({
      camera: camera.id,
      max_gigabytes: Number(LITTLE_GB),
    })
    expect((await admin.camera(camera.id)).recording).toMatchObject({ retention_days: 30 })
    // It goes, and the ledger says why.
    await expect
      .poll(async () => (await admin.timeline(camera.id)).map(({ cause }) => cause), {
        timeout: 150_000,
      })
      .toContain('retention')

    await page.evaluate(() => localStorage.setItem('mosaic.theme', 'light'))
    await page.reload()
    await expect(limit).toHaveValue(LITTLE_GB)
    await expect(days).toHaveValue('30')
    await expectAccessible(page)
    await screenshot(page, 'storage-light')
    // What costs nothing is saved without a question.
    await limit.fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Retention saved')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
    expect((await admin.limits()).cameras.map((each) => each.camera)).not.toContain(camera.id)
  } finally {
    await staff.close()
    await admin.setLimits(before)
    await admin.releaseHolds(camera)
    await admin.clear()
  }
})
