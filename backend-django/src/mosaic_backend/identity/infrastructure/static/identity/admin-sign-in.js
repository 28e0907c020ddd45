// Does the work that signing in costs after some failures: finds the number whose SHA-256 after the salt is told.
// Plain SHA-256, because browsers offer theirs on secure origins only.
const K = new Uint32Array(64)
const H = new Uint32Array(8)
for (let candidate = 2, found = 0; found < 64; candidate++) {
  let prime = true
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
    if (candidate % divisor === 0) prime = false
  }
  if (!prime) continue
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0
  if (found < 8) H[found] = fraction(Math.sqrt(candidate))
  K[found++] = fraction(Math.cbrt(candidate))
}

export function sha256Hex(text) {
  const bytes = new TextEncoder().encode(text)
  const length = (((bytes.length + 8) >> 6) + 1) << 6
  const padded = new Uint8Array(length)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 4, bytes.length * 8)
  const state = Uint32Array.from(H)
  const w = new Uint32Array(64)
  const turn = (value, by) => (value >>> by) | (value << (32 - by))
  for (let start = 0; start < length; start += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(start + i * 4)
    for (let i = 16; i < 64; i++) {
      const a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3)
      const b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10)
      w[i] = w[i - 16] + a + w[i - 7] + b
    }
    let [a, b, c, d, e, f, g, h] = state
    for (let i = 0; i < 64; i++) {
      const one = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
      const t1 = (h + one + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0
      const two = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
      const t2 = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
    }
    ;[a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] += value))
  }
  return [...state].map((value) => value.toString(16).padStart(8, '0')).join('')
}

async function solve(challenge) {
  for (let number = 0; number <= challenge.max_number; number++) {
    if (sha256Hex(challenge.salt + number) === challenge.challenge) {
      return btoa(JSON.stringify({ ...challenge, number }))
    }
    if (number % 2000 === 1999) await new Promise((resolve) => setTimeout(resolve))
  }
  return ''
}

const form = globalThis.document?.getElementById('login-form')
form?.addEventListener('submit', async (event) => {
  event.preventDefault()
  const username = encodeURIComponent(form.elements.username.value)
  try {
    const answer = await fetch(`/api/v1/auth/challenge?username=${username}`)
    const { challenge } = await answer.json()
    form.elements.proof.value = challenge ? await solve(challenge) : ''
  } catch {
    // The server says what is missing.
  }
  form.submit()
})
