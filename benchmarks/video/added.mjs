// From a camera that is added to its picture in Chromium, by WHEP as a tile opens it. Reads one line {chromium, origin,
// tries}, origin: MediaMTX's WebRTC. A try either adds by Mosaic {add, sessions, headers} or puts a written configuration
// in place {from, to, path}. Writes one line a try: {ms, path_ms}, path_ms to the answer that accepts the reader.
import { renameSync } from 'node:fs'
import { launch, settings } from '../road/chromium.mjs'

const { chromium, origin, tries } = await settings()
const browser = await launch(chromium)
const BLANK = '/mosaic-bench-blank'
const AGAIN_MS = 30
const WITHIN_MS = 30_000
const BETWEEN_MS = 2500
const KEY_FRAME_EVERY_MS = 1000

async function answered(url, init) {
  const until = performance.now() + WITHIN_MS
  for (;;) {
    const response = await fetch(url, { method: 'POST', ...init })
    if (response.ok) return response.json()
    if (response.status !== 404 || performance.now() > until)
      throw new Error(`${url}: ${response.status}`)
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

/** Runs in the page. */
function prepare() {
  document.body.innerHTML = '<video muted playsinline></video>'
  const video = document.querySelector('video')
  const connection = new RTCPeerConnection()
  connection.addTransceiver('video', { direction: 'recvonly' })
  connection.ontrack = ({ streams }) => {
    video.srcObject = streams[0]
    void video.play()
  }
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
  const offer = connection.createOffer().then((made) => connection.setLocalDescription(made))
  window.prepared = { connection, shown, offer }
}

/** Runs in the page. */
async function watch({ url, token, againMs, withinMs }) {
  const { connection, shown, offer } = window.prepared
  const until = performance.now() + withinMs
  await offer
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/sdp',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: connection.localDescription.sdp,
    })
    const answer = await response.text()
    if (response.status === 201) {
      await connection.setRemoteDescription({ type: 'answer', sdp: answer })
      break
    }
    if (performance.now() > until) throw new Error(`${response.status} ${answer}`)
    await new Promise((resolve) => setTimeout(resolve, againMs))
  }
  const acceptedAt = performance.timeOrigin + performance.now()
  await shown
  const shownAt = performance.timeOrigin + performance.now()
  connection.close()
  return { acceptedAt, shownAt }
}

async function tried({ add, sessions, headers, from, to, path }, page) {
  await page.evaluate(prepare)
  const begun = Date.now()
  let token = ''
  let name = path
  if (add) {
    name = (await answered(add.url, { headers, body: JSON.stringify(add.body) })).id
    token = (await answered(sessions.replace('{id}', name), { headers })).token
  } else renameSync(from, to)
  const url = `${origin}/${name}/whep`
  const told = await page.evaluate(watch, { url, token, againMs: AGAIN_MS, withinMs: WITHIN_MS })
  return { ms: told.shownAt - begun, path_ms: told.acceptedAt - begun }
}

const context = await browser.newContext({ bypassCSP: true })
const page = await context.newPage()
// A page of the same origin, so that no request needs a preflight; it is never asked from the server.
await page.route(`**${BLANK}`, (route) =>
  route.fulfill({ contentType: 'text/html', body: '<body></body>' }),
)
await page.goto(origin + BLANK)
for (const [index, each] of tries.entries()) {
  // The one before ended with a key frame: begun at the same share of the second all would wait as long for theirs.
  await page.waitForTimeout(BETWEEN_MS + ((index + 0.5) / tries.length) * KEY_FRAME_EVERY_MS)
  try {
    console.log(JSON.stringify(await tried(each, page)))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message).split('\n')[0] }))
  }
}
await browser.close()
