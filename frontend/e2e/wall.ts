import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A film that costs next to nothing to decode sixteen times: ten small pictures a second, a key frame each second. */
export async function lightFilm(): Promise<{ file: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'mosaic-wall-'))
  const file = join(folder, 'wall.mp4')
  const ffmpeg: ChildProcess = spawn(
    'ffmpeg',
    [
      ...['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=10'],
      ...['-t', '20', '-c:v', 'libx264', '-preset', 'veryfast', '-bf', '0', '-g', '10'],
      ...['-pix_fmt', 'yuv420p', file],
    ],
    { stdio: 'inherit' },
  )
  const [code] = (await once(ffmpeg, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
