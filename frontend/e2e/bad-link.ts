import { chromium, type Browser } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the link does to what comes to the browser. */
const LOSS_PERCENT = 5
const DELAY_MS = 200
const RATE = '1mbit'

function run(...words: string[]): void {
  execFileSync(words[0]!, words.slice(1), { stdio: ['ignore', 'ignore', 'pipe'], timeout: 20_000 })
}

/** Why no such link can be made on this machine; null where it can. */
export function whyNoLink(): string | null {
  const name = `mosaic-try-${process.pid}`
  try {
    run('ip', 'netns', 'add', name)
    run('ip', 'netns', 'delete', name)
    return null
  } catch (error) {
    return `network namespaces cannot be made here: ${String(error).slice(0, 200)}`
  }
}

/** A browser in a network of its own; the one way out leads to the stack's front door, and can be made bad. */
export class BadLink {
  readonly #name = `mosaic${process.pid}`
  readonly #net = `10.213.${process.pid % 250}`
  readonly #folder = mkdtempSync(join(tmpdir(), 'mosaic-link-'))
  #door: Server | null = null
  #browser: Browser | null = null

  /** Where the browser finds the front door; `to` is its address on loopback. */
  async open(to: URL): Promise<string> {
    const [here, there] = [`${this.#name}h`, `${this.#name}b`]
    run('ip', 'netns', 'add', this.#name)
    run('ip', 'link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', this.#name)
    run('ip', 'address', 'add', `${this.#net}.1/30`, 'dev', here)
    run('ip', 'link', 'set', here, 'up')
    for (const words of [
      ['address', 'add', `${this.#net}.2/30`, 'dev', there],
      ['link', 'set', there, 'up'],
      ['link', 'set', 'lo', 'up'],
    ])
      run('ip', '-netns', this.#name, ...words)
    const server = createServer((outer) => {
      const inner = connect(Number(to.port), to.hostname)
      for (const [one, other] of [
        [outer, inner],
        [inner, outer],
      ] as const)
        one.on('error', () => other.destroy()).pipe(other)
    })
    this.#door = server
    const port = await new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, `${this.#net}.1`, () => {
        const address = server.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    return `${to.protocol}//${this.#net}.1:${port}`
  }

  async browser(executablePath: string, args: string[]): Promise<Browser> {
    const wrapper = join(this.#folder, 'browser')
    writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${this.#name} ${executablePath} "$@"\n`)
    chmodSync(wrapper, 0o755)
    this.#browser = await chromium.launch({ executablePath: wrapper, args })
    return this.#browser
  }

  /** Returns by what: netem, or what a kernel without it has, which knows no delay of its own. */
  impair(): string {
    const device = ['dev', `${this.#name}h`, 'root']
    try {
      const loss = ['loss', `${LOSS_PERCENT}%`]
      run('tc', 'qdisc', 'add', ...device, 'netem', ...loss, 'delay', `${DELAY_MS}ms`, 'rate', RATE)
      return `netem: ${LOSS_PERCENT} % loss, ${DELAY_MS} ms delay, ${RATE}`
    } catch {
      run('tc', 'qdisc', 'add', ...device, 'tbf', 'rate', RATE, 'burst', '16kb', 'latency', '400ms')
      const rules =
        'table inet link { chain in { type filter hook input priority 0; ' +
        `numgen random mod 100 < ${LOSS_PERCENT} drop; }; }`
      run('ip', 'netns', 'exec', this.#name, 'nft', rules)
      return `this kernel has no netem; tbf and nft: ${LOSS_PERCENT} % loss, ${RATE}, queue of 400 ms`
    }
  }

  mend(): void {
    run('tc', 'qdisc', 'delete', 'dev', `${this.#name}h`, 'root')
    run('ip', 'netns', 'exec', this.#name, 'nft', 'flush ruleset')
  }

  async close(): Promise<void> {
    await this.#browser?.close()
    this.#door?.close()
    try {
      run('ip', 'netns', 'delete', this.#name)
    } finally {
      rmSync(this.#folder, { recursive: true, force: true })
    }
  }
}
