// First frame of cold cameras in Chromium. Reads one line of JSON {chromium, trials,
// key_frame_at_ms, key_frame_every_ms} and writes one line a trial.
import { launch, settings } from './chromium.mjs'

const { chromium, trials, key_frame_at_ms: keyFrameAt, key_frame_every_ms: every } = await settings()
const browser = await launch(chromium)
const blank = '/mosaic-bench-blank'

/** Runs in the page: the same for our front door and for MediaMTX itself. */
async function firstFrame({ protocol, session, access, url, token }) {
  const video = document.querySelector('video')
  const started = performance.now()
  const shown = new Promise((resolve) =>
    video.requestVideoFrameCallback(() => resolve(performance.now() - started)),
  )
  let connection
  let offer
  if (protocol === 'whep') {
    // The console makes it while it asks for the session, too.
    connection = new RTCPeerConnection()
    connection.addTransceiver('video', { direction: 'recvonly' })
    connection.ontrack = ({ streams }) => {
      video.srcObject = streams[0]
      void video.play()
    }
    offer = connection.createOffer().then((made) => connection.setLocalDescription(made))
  }
  if (session) {
    const response = await fetch(session, {
      method: 'POST',
      headers: { authorization: `Bearer ${access}` },
    })
    if (!response.ok) throw new Error(`session: ${response.status}`)
    const made = await response.json()
    url = protocol === 'whep' ? made.whep_url : made.hls_url
    token = made.token
  }
  if (protocol === 'whep') {
    await offer
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` },
      body: connection.localDescription.sdp,
    })
    if (response.status !== 201) throw new Error(`whep: ${response.status} ${await response.text()}`)
    await connection.setRemoteDescription({ type: 'answer', sdp: await response.text() })
  } else {
    const hls = new Hls({
      lowLatencyMode: true,
      enableWorker: false,
      xhrSetup: (request) => request.setRequestHeader('authorization', `Bearer ${token}`),
    })
    hls.on(Hls.Events.ERROR, (_, error) => console.error(error.details))
    hls.loadSource(url)
    hls.attachMedia(video)
    void video.play()
  }
  return shown
}

/** Waits for the share of the time between two key frames at which the trial begins. */
async function untilPhase(phase) {
  const since = (((Date.now() - keyFrameAt) % every) + every) % every
  await new Promise((resolve) => setTimeout(resolve, (phase * every - since + every) % every))
}

for (const trial of trials) {
  const context = await browser.newContext({ bypassCSP: true })
  try {
    const page = await context.newPage()
    // A page of the same origin, so that no request needs a preflight; it is never asked from the server.
    await page.route(`**${blank}`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<video muted playsinline></video>' }),
    )
    await page.goto(trial.origin + blank)
    await page.addScriptTag({ path: new URL('../../frontend/node_modules/hls.js/dist/hls.min.js', import.meta.url).pathname })
    const late = new Promise((_, reject) =>
      setTimeout(() => reject(new Error('no frame within 20 s')), 20_000),
    )
    await untilPhase(trial.phase)
    const tookMs = await Promise.race([page.evaluate(firstFrame, trial), late])
    console.log(JSON.stringify({ took_ms: tookMs }))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message).split('\n')[0] }))
  } finally {
    await context.close()
  }
}
await browser.close()
