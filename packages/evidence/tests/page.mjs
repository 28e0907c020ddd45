// Opens the page from a file in Chromium and gives it packages. Reads one line of JSON {chromium, page, packages:
// [path], expected, whole_bytes, screenshot} and writes one line a package, then what the page asked the network for.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const require = createRequire(new URL('../../../frontend/package.json', import.meta.url))
const { chromium } = require('playwright-core')

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const given = JSON.parse((await lines.next()).value)
const say = (document) => process.stdout.write(`${JSON.stringify(document)}\n`)

const browser = await chromium.launch({
  executablePath: given.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
const page = await browser.newPage({ viewport: { width: 1100, height: 1300 } })
const asked = []
const complaints = []
page.on('request', (request) => asked.push(request.url().split(':')[0]))
page.on('console', (message) => complaints.push(message.text()))
page.on('pageerror', (error) => complaints.push(String(error)))
await page.goto(pathToFileURL(given.page).href)
if (given.without_ed25519) {
  await page.evaluate(() => {
    crypto.subtle.importKey = () => Promise.reject(new DOMException('unknown', 'NotSupportedError'))
  })
}
if (given.expected) await page.fill('#expected', given.expected)

for (const path of given.packages) {
  await page.setInputFiles('#choose', [])
  await page.evaluate(() => document.getElementById('verdict').replaceChildren('before'))
  await page.setInputFiles('#choose', path)
  await page.waitForFunction(
    () => document.querySelector('#verdict b') && document.getElementById('verdict').className !== 'working',
    null,
    { timeout: 120_000 },
  )
  say(
    await page.evaluate(() => ({
      kind: document.getElementById('verdict').className,
      verdict: document.getElementById('verdict').innerText,
      findings: [...document.querySelectorAll('#findings li')].map((item) => [item.dataset.code, item.dataset.path]),
      facts: document.getElementById('facts').innerText,
      reads: document.getElementById('reads').innerText,
      files: [...document.querySelectorAll('#files tr')].map((row) => [row.cells[1].innerText, row.cells[0].className]),
    })),
  )
}
if (given.whole_bytes !== undefined) {
  const found = await page.evaluate(async (wholeBytes) => {
    const report = await verify(document.getElementById('choose').files[0], { wholeBytes })
    return { ok: report.ok, files: report.files.map((file) => [file.path, file.sha256]) }
  }, given.whole_bytes)
  say(found)
}
for (const { expression, argument } of given.evaluated ?? []) {
  say(await page.evaluate(([text, value]) => (0, eval)(text)(value), [expression, argument]))
}
if (given.screenshot) await page.screenshot({ path: given.screenshot, fullPage: true })
say({ asked: [...new Set(asked)], complaints })
await browser.close()
