import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './faulty-cameras'

const REPOSITORY = resolve(import.meta.dirname, '../..')

export interface OnvifCamera {
  account: { service_url: string; username: string; password: string }
  stop: () => Promise<void>
}

/** The simulated ONVIF camera of mosaic_demo. */
export async function serveOnvif(): Promise<OnvifCamera> {
  const port = await freePort()
  const python = join(REPOSITORY, '.venv/bin/python')
  const child = spawn(python, ['-m', 'mosaic_demo.onvif', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown]
  const address = String(line).split(' ')[0] ?? ''
  if (!address.startsWith('http')) throw new Error(`no ONVIF camera: ${String(line)}`)
  return {
    account: { service_url: address, username: 'operator', password: 'camera-pass' },
    stop: async () => {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
