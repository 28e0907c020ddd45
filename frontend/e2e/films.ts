import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A film of some 2 Mbit/s, with a key frame each second: more than a bad link carries. */
export function heavyFilm(): Promise<Film> {
  const noise = 'testsrc2=size=480x270:rate=15,noise=alls=30:allf=t'
  return film(noise, [
    '-g',
    '25',
    '-b:v',
    '2M',
    '-minrate',
    '2M',
    '-maxrate',
    '2M',
    '-bufsize',
    '2M',
  ])
}

/** A film that costs next to nothing to decode sixteen times: ten small pictures a second, a key frame each second. */
export function lightFilm(): Promise<Film> {
  return film('testsrc2=size=160x90:rate=10', ['-g', '10'])
}

/** A small film with a tone, in one of the codecs that cameras speak. */
export function soundingFilm(codec: 'libopus' | 'aac'): Promise<Film> {
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000']
  return film('testsrc2=size=320x180:rate=10', ['-g', '10', '-c:a', codec], tone)
}

interface Film {
  file: string
  remove: () => void
}

async function film(source: string, encoding: string[], sound: string[] = []): Promise<Film> {
  const folder = mkdtempSync(join(tmpdir(), 'mosaic-film-'))
  const file = join(folder, 'film.mp4')
  const ffmpeg: ChildProcess = spawn(
    'ffmpeg',
    [
      ...['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', source],
      ...[...sound, '-t', '20'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-pix_fmt', 'yuv420p'],
      ...encoding,
      file,
    ],
    { stdio: 'inherit' },
  )
  const [code] = (await once(ffmpeg, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
