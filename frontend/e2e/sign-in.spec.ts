import { createHmac } from 'node:crypto'
import { expect, expectAccessible, screenshot, signIn, test } from './console-page'
import { accountOf } from './stack'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code that an authenticator app shows (RFC 6238). */
function codeOf(secret: string, now = Date.now()): string {
  const bits = [...secret].map((char) => BASE32.indexOf(char).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigInt64BE(BigInt(Math.floor(now / 30_000)))
  const digest = createHmac('sha1', key).update(step).digest()
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

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
  await expect(second.getByRole('heading', { name: 'Cameras', exact: true })).toBeVisible()
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

test('no script can read what keeps the session, and it is renewed in a tab of its own', async ({
  page,
  context,
}) => {
  await signIn(page, 'operator', '/cameras')
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  )
  expect(kept).not.toContain('refresh')
  expect(kept).not.toContain('ey')
  expect(await page.evaluate(() => document.cookie)).not.toContain('mosaic_refresh')
  const cookie = (await context.cookies()).find(({ name }) => name === 'mosaic_refresh')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/v1/auth' })
  await page.close()
  const later = await context.newPage()
  await later.goto('/cameras')
  await expect(later.getByRole('heading', { name: 'Cameras', exact: true })).toBeVisible()
  const renewed = (await context.cookies()).find(({ name }) => name === 'mosaic_refresh')
  expect(renewed?.value).not.toBe(cookie?.value)
})

test.describe('a second factor', () => {
  // Chromium logs each answer that asks for the code.
  test.use({ allowedErrors: [/401.*\/api\/v1\/auth\/token/] })

  test('is set up, asked for, and turned off', async ({ page }) => {
    const { username, password } = accountOf('reviewer')
    await signIn(page, 'reviewer', '/account')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Set up' }).click()
    const secret = (await page.getByTestId('second-factor-secret').textContent()) ?? ''
    await expect(page.getByAltText('The secret as a QR code')).toBeVisible()
    await expectAccessible(page)
    await page.getByLabel('Code').fill(codeOf(secret))
    await page.getByRole('button', { name: 'Turn on' }).click()
    const shown = page.getByRole('listitem').filter({ hasText: /^[a-z2-9]{5}-[a-z2-9]{5}$/ })
    await expect(shown).toHaveCount(10)
    const codes = await shown.allTextContents()
    try {
      await page.getByRole('button', { name: 'I have kept them' }).click()
      await expect(page.getByText('10 recovery codes are left')).toBeVisible()

      await page.getByRole('button', { name: /^Account/ }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByLabel('User name').fill(username)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByLabel('Code').fill(codes[0] ?? '')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible()
    } finally {
      const off = { username, password, code: codes[1] }
      const answer = await page.request.post('/api/v1/auth/second-factor/disable', { data: off })
      expect(answer.status()).toBe(204)
    }
    await page.goto('/account')
    await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible()
  })
})

test('signing out everywhere ends the session of another browser', async ({ page, browser }) => {
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await signIn(other, 'viewer')
  await signIn(page, 'viewer', '/account')
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page).toHaveURL(/\/login/)
  await other.goto('/cameras')
  await expect(other).toHaveURL(/\/login/)
  await elsewhere.close()
})

test('after wrong passwords the page of the admin does the work that is asked for', async ({
  page,
}) => {
  const { username, password } = accountOf('admin')
  for (let times = 0; times < 3; times += 1) {
    const data = { username, password: 'not the password' }
    expect((await page.request.post('/api/v1/auth/token', { data })).status()).toBe(401)
  }
  const refused = await page.request.post('/api/v1/auth/token', { data: { username, password } })
  expect(await refused.json()).toMatchObject({ status: 429, code: 'proof-required' })
  await page.goto('/admin/')
  await page.locator('input[name=username]').fill(username)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page).toHaveURL(/^[^?]+:\d+\/admin\/$/)
  const again = await page.request.post('/api/v1/auth/token', { data: { username, password } })
  expect(again.status()).toBe(200)
})
