import type { Browser } from '@playwright/test'
import { expect, expectAccessible, screenshot, signIn, test as base } from './console-page'
import { accountOf, platesOfTruth } from './stack'

/** Sets in the admin whether a search has to tell why. */
async function demandReason(browser: Browser, demanded: boolean): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const { username, password } = accountOf('admin')
  await page.goto('/admin/audit/auditpolicy/')
  await page.locator('[name=username]').fill(username)
  await page.locator('[name=password]').fill(password)
  await page.locator('[type=submit]').click()
  await page.locator('[name=plate_search_reason]').setChecked(demanded)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/was (changed|added) successfully/)).toBeVisible()
  await context.close()
}

const test = base.extend<{ demanded: void }>({
  demanded: async ({ browser }, use) => {
    await demandReason(browser, true)
    await use()
    await demandReason(browser, false)
  },
})

test.use({ allowedErrors: [/400.*\/api\/v1\/plates/] })

test('a search asks for the reason where the site demands one', async ({ page, demanded }) => {
  void demanded
  const [text] = platesOfTruth()
  await signIn(page, 'reviewer', `/plates?text=${text}`)
  await expect(page.getByRole('heading', { name: 'Why do you search?' })).toBeVisible()
  await expectAccessible(page)
  await screenshot(page, 'search-reason')
  await page.getByLabel('Reason').fill('Case 2026-117')
  await page.getByRole('main').getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page.getByText('Reason: Case 2026-117')).toBeVisible()
  await expect(page.getByTestId('search-result').first()).toBeVisible()
})
