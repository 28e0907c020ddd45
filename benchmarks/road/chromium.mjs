// What the browser scripts share: their settings come as one line of JSON, Chromium as the system has it.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const require = createRequire(new URL('../../frontend/package.json', import.meta.url))
const playwright = require('playwright-core')

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const input = createInterface({ input: process.stdin })

export async function settings() {
  for await (const line of input) return JSON.parse(line)
  throw new Error('no settings were given')
}

/** Resolves when whoever started this closes the input. */
export function ended() {
  return new Promise((resolve) => {
    process.stdin.on('end', resolve)
    process.stdin.on('close', resolve)
    process.stdin.resume()
  })
}

export function launch(executablePath) {
  return playwright.chromium.launch({ executablePath, args: FLAGS })
}
