// Many WHEP reads of one stream in one page, until the input ends. Reads one line {chromium, origin, url, readers};
// writes {"ready": true} when each has a picture, and last {"frames": [...]}, what each decoded.
import { ended, launch, settings } from '../road/chromium.mjs'

const { chromium, origin, url, readers } = await settings()
const over = ended()
const browser = await launch(chromium)
const context = await browser.newContext({ bypassCSP: true })
const page = await context.newPage()
const blank = '/mosaic-bench-blank'
// A page of the same origin, so that no request needs a preflight; it is never asked from the server.
await page.route(`**${blank}`, (route) =>
  route.fulfill({ contentType: 'text/html', body: '<body></body>' }),
)
await page.goto(origin + blank)

/** Runs in the page. */
async function open({ url, readers }) {
  const read = async () => {
    const video = document.createElement('video')
    video.muted = true
    document.body.append(video)
    const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
    const connection = new RTCPeerConnection()
    connection.addTransceiver('video', { direction: 'recvonly' })
    connection.ontrack = ({ streams }) => {
      video.srcObject = streams[0]
      void video.play()
    }
    await connection.setLocalDescription(await connection.createOffer())
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: connection.localDescription.sdp,
    })
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
    await connection.setRemoteDescription({ type: 'answer', sdp: await response.text() })
    await shown
  }
  for (let number = 0; number < readers; number += 1) await read()
}

await page.evaluate(open, { url, readers })
console.log(JSON.stringify({ ready: true }))
await over
const frames = await page.evaluate(() =>
  [...document.querySelectorAll('video')].map(
    (video) => video.getVideoPlaybackQuality().totalVideoFrames,
  ),
)
console.log(JSON.stringify({ frames }))
await browser.close()
