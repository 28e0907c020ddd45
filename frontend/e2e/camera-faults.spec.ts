import { REFUSED, test, videoOf } from './camera-stage'
import { expect, expectAccessible, expectPlays, screenshot } from './console-page'
import { freePort } from './faulty-cameras'

test.use({ allowedErrors: REFUSED })
test.beforeEach(() => test.setTimeout(240_000))

const TRANSCODED = { live: { transcode: 'when_needed' } }

test.describe('a camera', () => {
  test('with H.265 says that this browser cannot play it', async ({
    page,
    faults,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`${faults}/h265`)
    await expect(videoOf(tile)).toHaveAttribute('data-state', 'unsupported', { timeout: 60_000 })
    await expect(tile).toContainText(/H\.265.*this browser.*transcoding/)
    await expectAccessible(page)
    await screenshot(page, 'fault-h265')
    await othersPlay()
  })

  test('with H.265 that may be transcoded plays, and says what it is made from', async ({
    page,
    faults,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`${faults}/h265`, TRANSCODED)
    await expect(videoOf(tile)).toHaveAttribute('data-transcoded', 'H265', { timeout: 120_000 })
    await expectPlays(videoOf(tile))
    await expect(tile.getByText('from H.265')).toBeVisible()
    await othersPlay()
    await expectAccessible(page)
    await screenshot(page, 'transcoded-h265')
  })

  test('with B-frames that may be transcoded plays by WebRTC', async ({
    page,
    faults,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`${faults}/b-frames`, TRANSCODED)
    await expect(tile.getByText('without B-frames')).toBeVisible({ timeout: 120_000 })
    await expectPlays(videoOf(tile))
    await expect(videoOf(tile)).toHaveAttribute('data-transport', 'webrtc', { timeout: 120_000 })
    await othersPlay()
    await screenshot(page, 'transcoded-b-frames')
  })

  test('with B-frames plays by LL-HLS and tells why', async ({
    page,
    faults,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`${faults}/b-frames`)
    await expectPlays(videoOf(tile))
    await expect(videoOf(tile)).toHaveAttribute('data-transport', 'll-hls')
    await expect(tile.getByTitle(/B-frames/)).toBeVisible()
    await othersPlay()
    await screenshot(page, 'fault-b-frames')
  })

  test('that refuses the connection is offline with the reason', async ({
    page,
    watch,
    othersPlay,
  }) => {
    const tile = await watch(`rtsp://127.0.0.1:${await freePort()}/main`)
    await expect(videoOf(tile)).toHaveAttribute('data-state', 'offline', { timeout: 60_000 })
    await expect(tile).toContainText('refuses the connection', { timeout: 60_000 })
    await othersPlay()
    await expectAccessible(page)
    await screenshot(page, 'fault-refused')
  })

  test('that wants credentials says so', async ({ page, faults, watch, othersPlay }) => {
    const tile = await watch(`${faults}/needs-password`)
    await expect(videoOf(tile)).toHaveAttribute('data-state', 'offline', { timeout: 60_000 })
    await expect(tile).toContainText('credentials', { timeout: 60_000 })
    await othersPlay()
    await screenshot(page, 'fault-credentials')
  })

  test('without key frames says so', async ({ page, faults, watch, othersPlay }) => {
    const tile = await watch(`${faults}/no-key-frame`)
    await expect(videoOf(tile)).toHaveAttribute('data-state', 'offline', { timeout: 90_000 })
    await expect(tile).toContainText('no key frame', { timeout: 90_000 })
    await othersPlay()
    await screenshot(page, 'fault-no-key-frame')
  })

  test('with sound only says so', async ({ page, faults, watch, othersPlay }) => {
    const tile = await watch(`${faults}/audio-only`)
    await expect(tile).toContainText('no video', { timeout: 90_000 })
    await othersPlay()
    await screenshot(page, 'fault-audio-only')
  })
})
