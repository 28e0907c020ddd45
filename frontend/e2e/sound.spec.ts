import type { Locator, Page } from '@playwright/test'
import { AdminApi } from './admin-api'
import {
  expect,
  expectAccessible,
  expectPlays,
  screenshot,
  signIn,
  test as base,
} from './console-page'
import { OwnCamera } from './faulty-cameras'
import { soundingFilm } from './films'

interface Cameras {
  opus: OwnCamera
  aac: OwnCamera
}

const test = base.extend<{ admin: AdminApi; cameras: Cameras }>({
  admin: async ({ request, page }, use) => {
    const admin = await AdminApi.signIn(request)
    await use(admin)
    // A page that still shows the camera would ask for it.
    await page.goto('about:blank')
    await admin.clear()
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what it needs
  cameras: async ({}, use) => {
    const films = [await soundingFilm('libopus'), await soundingFilm('aac')] as const
    const [opus, aac] = [
      await OwnCamera.start(films[0].file),
      await OwnCamera.start(films[1].file),
    ] as const
    await use({ opus, aac })
    await opus.stop()
    await aac.stop()
    for (const film of films) film.remove()
  },
})

test.use({ allowedErrors: [/status of (40\d|50\d).*\/(whep|hls|sessions|snapshot)/] })
test.beforeEach(() => test.setTimeout(300_000))

declare global {
  var connections: RTCPeerConnection[]
  var mostHeard: number
}

/** Keeps the page's connections for what they tell of sound, and counts how many tiles were ever heard at once. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.connections = []
    globalThis.mostHeard = 0
    const Plain = RTCPeerConnection
    globalThis.RTCPeerConnection = class extends Plain {
      constructor(...given: ConstructorParameters<typeof Plain>) {
        super(...given)
        globalThis.connections.push(this)
      }
    }
    setInterval(() => {
      const videos = [...document.querySelectorAll('video')]
      const heard = videos.filter(({ muted }) => !muted).length
      globalThis.mostHeard = Math.max(globalThis.mostHeard, heard)
    }, 20)
  })
}

/** What was heard by WebRTC so far: silence has no energy. */
const energy = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let sum = 0
    for (const connection of globalThis.connections) {
      if (connection.connectionState === 'closed') continue
      const report = (await connection.getStats()) as unknown as Map<string, RTCStats>
      for (const entry of report.values()) {
        const { kind, totalAudioEnergy } = entry as RTCInboundRtpStreamStats
        if (entry.type === 'inbound-rtp' && kind === 'audio') sum += totalAudioEnergy ?? 0
      }
    }
    return sum
  })

const decodedBytes = (video: Locator): Promise<number> =>
  video.evaluate(
    (element) =>
      (element as HTMLVideoElement & { webkitAudioDecodedByteCount: number })
        .webkitAudioDecodedByteCount,
  )

async function expectGrows(read: () => Promise<number>): Promise<void> {
  let least = Infinity
  // Another read counts from zero.
  const grew = async () => {
    const now = await read()
    least = Math.min(least, now)
    return now > least
  }
  await expect.poll(grew, { timeout: 60_000 }).toBe(true)
}

const heard = (video: Locator) => video.evaluate((element: HTMLVideoElement) => !element.muted)

test('one tile at a time is heard, by the transport that carries its sound', async ({
  page,
  admin,
  cameras,
}) => {
  const opus = await admin.addCamera(cameras.opus.url)
  const aac = await admin.addCamera(cameras.aac.url)
  const mosaic = await admin.addMosaic('2x2', [opus, aac])
  await listen(page)
  await signIn(page, 'admin', `/mosaics/${mosaic.id}`)
  const tileOf = ({ name }: { name: string }) => page.getByRole('region', { name })
  const [byWebrtc, byHls] = [tileOf(opus), tileOf(aac)]
  const videoOf = (tile: Locator) => tile.locator('video')
  for (const tile of [byWebrtc, byHls]) {
    await expectPlays(videoOf(tile))
    await expect(tile.getByRole('button', { name: 'Sound on (M)' })).toBeAttached()
    expect(await heard(videoOf(tile))).toBe(false)
  }
  expect(await energy(page)).toBe(0)

  await byWebrtc.hover()
  await page.keyboard.press('m')
  await expectGrows(() => energy(page))
  await expect.poll(() => heard(videoOf(byWebrtc))).toBe(true)
  await expect(videoOf(byWebrtc)).toHaveAttribute('data-transport', 'webrtc')
  await byWebrtc.getByLabel('Volume').fill('0.5')
  await expect(videoOf(byWebrtc)).toHaveJSProperty('volume', 0.5)
  await expectAccessible(page)
  await screenshot(page, 'tile-sound')

  await cameras.opus.unplug()
  await expect(videoOf(byWebrtc)).not.toHaveAttribute('data-state', 'playing', { timeout: 60_000 })
  await cameras.opus.plugIn()
  await expectPlays(videoOf(byWebrtc))
  await expectGrows(() => energy(page))
  await expect.poll(() => heard(videoOf(byWebrtc))).toBe(true)

  await byHls.hover()
  await byHls.getByRole('button', { name: 'Sound on (M)' }).click()
  await expect(videoOf(byHls)).toHaveAttribute('data-transport', 'll-hls', { timeout: 60_000 })
  await expectGrows(() => decodedBytes(videoOf(byHls)))
  expect(await heard(videoOf(byHls))).toBe(true)
  expect(await heard(videoOf(byWebrtc))).toBe(false)
  await screenshot(page, 'tile-sound-hls')

  await page.keyboard.press('m')
  await expect(videoOf(byHls)).toHaveAttribute('data-transport', 'webrtc', { timeout: 90_000 })
  expect(await heard(videoOf(byHls))).toBe(false)
  expect(await page.evaluate(() => globalThis.mostHeard)).toBe(1)
})

test('Opus is heard by LL-HLS too, as loud as it was last', async ({ page, admin, cameras }) => {
  const opus = await admin.addCamera(cameras.opus.url)
  await page.addInitScript(() => {
    // An empty page has no storage.
    if (location.protocol !== 'about:') localStorage.setItem('mosaic.volume', '0.35')
  })
  await signIn(page, 'admin', `/mosaics?camera=${opus.id}&transport=hls`)
  const video = page.locator('video[data-camera-id]')
  await expectPlays(video)
  await expect(page.getByRole('button', { name: 'Sound on (M)' })).toBeAttached()
  await page.keyboard.press('m')
  await expectGrows(() => decodedBytes(video))
  await expect(video).toHaveJSProperty('volume', 0.35)
  await expect(video).toHaveAttribute('data-transport', 'll-hls')
})
