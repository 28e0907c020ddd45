/** Work that the server asks for: find the number whose SHA-256, after the salt, is `challenge`. */
export interface Challenge {
  algorithm: string
  challenge: string
  max_number: number
  salt: string
  signature: string
}

const BREATH_EVERY = 2000

/** The proof that the server wants back. Lets the page breathe in between; some seconds at most. */
export async function solvedProof(challenge: Challenge): Promise<string> {
  for (let number = 0; number <= challenge.max_number; number += 1) {
    if (sha256(challenge.salt + String(number)) === challenge.challenge) {
      return btoa(JSON.stringify({ ...challenge, number }))
    }
    if (number % BREATH_EVERY === BREATH_EVERY - 1) {
      await new Promise((resolve) => setTimeout(resolve))
    }
  }
  throw new Error('the challenge has no solution')
}

const firstPrimes = (count: number): number[] => {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  }
  return found
}
const fraction = (root: number): number => Math.floor((root % 1) * 2 ** 32)
const ROUNDS = Int32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)))
const START = Int32Array.from(firstPrimes(8), (prime) => fraction(Math.sqrt(prime)))

/** SHA-256 in hex (FIPS 180-4): the browser's own is asynchronous and missing on plain HTTP. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 4, bytes.length * 8)
  const state = Int32Array.from(START)
  for (let at = 0; at < padded.length; at += 64) addBlock(state, view, at)
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

const turned = (value: number, by: number): number => (value >>> by) | (value << (32 - by))

function addBlock(state: Int32Array, view: DataView, at: number): void {
  const words = new Int32Array(64)
  for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(at + i * 4)
  for (let i = 16; i < 64; i += 1) {
    const near = words[i - 15]!
    const far = words[i - 2]!
    const first = turned(near, 7) ^ turned(near, 18) ^ (near >>> 3)
    const second = turned(far, 17) ^ turned(far, 19) ^ (far >>> 10)
    words[i] = words[i - 16]! + first + words[i - 7]! + second
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  for (let i = 0; i < 64; i += 1) {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice) | 0
    const sum = (one + ROUNDS[i]! + words[i]!) | 0
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + sum) | 0, c, b, a, (sum + two) | 0]
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i]! += word
}
