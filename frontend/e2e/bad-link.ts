import { chromium, type Browser } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

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
      // An IPv6 address would be there only a second or two after its link: a browser that sees one come aborts what
      // it has under way (ERR_NETWORK_CHANGED).
      ['link', 'set', there, 'addrgenmode', 'none'],
      ['address', 'add', `${this.#net}.2/30`, 'dev', there],
      ['link', 'set', 'lo', 'up'],
      ['link', 'set', there, 'up'],
    ])
      run('ip', '-netns', this.#name, ...words)
    await this.#settled(there)
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

  /** Until the kernel calls the link up; it may say so up to a second later, which is a change of the network, too. */
  async #settled(device: string): Promise<void> {
    const words = ['-netns', this.#name, '-json', 'link', 'show', 'dev', device]
    for (let tries = 0; ; tries += 1) {
      const [link] = JSON.parse(execFileSync('ip', words, { encoding: 'utf8' })) as {
        operstate: string
      }[]
      if (link?.operstate === 'UP') return
      if (tries === 100) throw new Error(`${device} is ${link?.operstate} after ten seconds`)
      await setTimeout(100)
    }
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
