import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { clipsFolder } from './stack'

const HOST = '127.0.0.1'
const REPOSITORY = resolve(import.meta.dirname, '../..')

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function mediamtx(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const binary = process.env.MOSAIC_MEDIAMTX ?? join(cache, 'mosaic/mediamtx/v1.20.0/mediamtx')
  if (!existsSync(binary)) throw new Error(`${binary} is not there: ./mosaic up makes it`)
  return binary
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  // A stopped process does not hear SIGTERM before it goes on.
  child.kill('SIGCONT')
  await gone
}

/** The misbehaving cameras of mosaic_demo: one fault a path. */
export async function serveFaults(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort()
  const python = join(REPOSITORY, '.venv/bin/python')
  const child = spawn(
    python,
    ['-m', 'mosaic_demo', 'faults', '--port', String(port), '--mediamtx', mediamtx()],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown]
  if (!String(line).includes('misbehaving cameras')) throw new Error(`no faults: ${String(line)}`)
  return { url: `rtsp://${HOST}:${port}`, stop: () => end(child, 'SIGTERM') }
}

/** A healthy camera of one's own, that can be taken away in the ways real ones go. */
export class OwnCamera {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mosaic-camera-'))
  #server: ChildProcess | null = null
  #feed: ChildProcess | null = null

  private constructor(
    private readonly port: number,
    private readonly film: string,
  ) {}

  static async start(film = join(clipsFolder(), 'street-01.mp4')): Promise<OwnCamera> {
    const camera = new OwnCamera(await freePort(), film)
    await camera.plugIn()
    return camera
  }

  get url(): string {
    return `rtsp://${HOST}:${this.port}/main`
  }

  /** Takes its power: connections break, new ones are refused. */
  async unplug(): Promise<void> {
    const [feed, server] = [this.#feed, this.#server]
    this.#feed = this.#server = null
    if (feed) await end(feed, 'SIGKILL')
    if (server) await end(server, 'SIGKILL')
  }

  async plugIn(): Promise<void> {
    const config = join(this.#folder, 'mediamtx.yml')
    const off = ['rtmp', 'hls', 'webrtc', 'srt', 'moq', 'api', 'metrics', 'playback', 'pprof']
    writeFileSync(
      config,
      [
        `rtspAddress: ${HOST}:${this.port}`,
        'rtspTransports: [tcp]',
        ...off.map((name) => `${name}: no`),
        'paths: { main: {} }',
      ].join('\n'),
    )
    this.#server = spawn(mediamtx(), [config], { stdio: ['ignore', 'pipe', 'inherit'] })
    const log = createInterface({ input: this.#server.stdout! })
    for await (const line of log)
      if (line.includes('[RTSP] started') || line.includes('[RTSP] listener opened')) break
    this.#server.stdout!.resume()
    this.#film()
  }

  /** Copies a clip with its sound, for encoding takes what the machine needs elsewhere; a server that froze drops it, then anew. */
  #film(): void {
    this.#feed = spawn(
      'ffmpeg',
      [
        ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-re', '-stream_loop', '-1'],
        ...['-i', this.film, '-c', 'copy'],
        ...['-f', 'rtsp', '-rtsp_transport', 'tcp', this.url],
      ],
      { stdio: 'ignore' },
    )
    const feed = this.#feed
    feed.once('exit', () => {
      if (this.#feed === feed) this.#film()
    })
  }

  /** Pulls its cable: connections stand, nothing comes any more. */
  freeze(): void {
    this.#server?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#server?.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    await this.unplug()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
