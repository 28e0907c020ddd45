// Runs in pages: plays by WHEP or LL-HLS without the console, and tells what frames a video shows and when.

/** Four cameras (or one) straight from MediaMTX, as plainly as it can be done; resolves with the times of the first frames. */
export function playBare(reads) {
  const started = performance.now()
  const play = async ({ protocol, url, token }) => {
    const video = document.createElement('video')
    Object.assign(video, { muted: true, playsInline: true })
    video.style.width = '48%'
    document.body.append(video)
    const shown = new Promise((resolve) =>
      video.requestVideoFrameCallback(() => resolve(performance.now() - started)),
    )
    if (protocol === 'whep') {
      const connection = new RTCPeerConnection()
      connection.addTransceiver('video', { direction: 'recvonly' })
      connection.ontrack = ({ streams }) => {
        video.srcObject = streams[0]
        void video.play()
      }
      await connection.setLocalDescription(await connection.createOffer())
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` },
        body: connection.localDescription.sdp,
      })
      if (response.status !== 201) throw new Error(`whep: ${response.status}`)
      await connection.setRemoteDescription({ type: 'answer', sdp: await response.text() })
    } else {
      const hls = new Hls({
        lowLatencyMode: true,
        enableWorker: false,
        xhrSetup: (request) => request.setRequestHeader('authorization', `Bearer ${token}`),
      })
      hls.loadSource(url)
      hls.attachMedia(video)
      void video.play()
    }
    return shown
  }
  return Promise.all(reads.map(play))
}

/** The strips of frame numbers that the page's video shows for a while, each with the instant (Unix, ms) of its display. */
export function watchStrips({ seconds, width, height, native }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const until = performance.now() + seconds * 1000
  const seen = []
  return new Promise((resolve) => {
    const next = () => {
      // Asked anew each time: the console changes it with the transport.
      const video = document.querySelector('video')
      const again = setTimeout(next, 1000)
      video.requestVideoFrameCallback((now, { expectedDisplayTime }) => {
        clearTimeout(again)
        const scale = video.videoWidth / native
        context.drawImage(video, 0, 0, width * scale, height * scale, 0, 0, width, height)
        const { data } = context.getImageData(0, height / 2, width, 1)
        // One pixel from the middle of each block of eight.
        let row = ''
        for (let x = 4; x < width; x += 8) row += String.fromCharCode(data[x * 4 + 1])
        const at = performance.timeOrigin + Math.max(now, expectedDisplayTime)
        seen.push({ at_ms: at, row: btoa(row) })
        if (performance.now() < until) next()
        else resolve(seen)
      })
    }
    next()
  })
}
