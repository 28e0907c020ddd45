import { expect, expectAccessible, screenshot, signIn, test } from './console-page'
import { accountOf } from './stack'

test.describe('a wrong password', () => {
  // Chromium logs each refused request.
  test.use({ allowedErrors: [/401.*\/api\/v1\/auth\/token/] })

  test('is said without telling which part was wrong', async ({ page }) => {
    await page.goto('/')
    await expect(page).toHaveURL(/\/login/)
    await page.getByLabel('User name').fill(accountOf('viewer').username)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toHaveText('User name or password is wrong.')
    await expectAccessible(page)
    await screenshot(page, 'login')
  })
})

test('signing in leads back to the page that was asked for, and survives a reload', async ({
  page,
}) => {
  await signIn(page, 'operator', '/plates?text=AB%3F')
  await expect(page).toHaveURL(/\/plates\?text=AB/)
  await page.reload()
  await expect(page.getByRole('search')).toBeVisible()
  await expect(page.getByLabel('Plate', { exact: true })).toHaveValue('AB?')
})

test('a second tab is signed in too, and signing out reaches both', async ({ page, context }) => {
  await signIn(page, 'operator', '/cameras')
  const second = await context.newPage()
  await second.goto('/cameras')
  await expect(second.getByRole('heading', { name: 'Cameras' })).toBeVisible()
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login/)
  await expect(second).toHaveURL(/\/login/)
})

test('a viewer sees live view and no search', async ({ page }) => {
  await signIn(page, 'viewer')
  await expect(page.getByTestId('mosaic').or(page.getByText('No cameras yet'))).toBeVisible()
  await expect(page.getByRole('link', { name: 'Plates' })).toHaveCount(0)
  await expect(page.getByTestId('live-reads')).toHaveCount(0)
  await page.goto('/plates')
  await expect(page.getByText('Your role does not include this page.')).toBeVisible()
  await expectAccessible(page)
})
