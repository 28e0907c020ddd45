// What the browser scripts do in the console.

/** Where the page asks for it. */
export async function signIn(page, { username, password }) {
  await page.locator('input[name="username"]').fill(username)
  await page.locator('input[name="password"]').fill(password)
  await page.keyboard.press('Enter')
}

/** Another of its pages, without loading it anew. */
export function show(page, path) {
  return page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}
