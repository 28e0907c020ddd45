import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { sha256, solvedProof } from '@/api/proof-of-work'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

test('the hash is SHA-256, at every length around a block', () => {
  for (let length = 0; length < 200; length += 1) {
    const text = 'aé☃'.repeat(length).slice(0, length)
    expect(sha256(text)).toBe(hash(text))
  }
})

test('a proof names the number', async () => {
  const salt = '0123?expires=1&work=5000&'
  const asked = {
    algorithm: 'SHA-256',
    challenge: hash(`${salt}4321`),
    max_number: 5000,
    salt,
    signature: 's',
  }
  expect(JSON.parse(atob(await solvedProof(asked)))).toEqual({ ...asked, number: 4321 })
})

test('a challenge without a solution is told', async () => {
  const asked = { algorithm: 'SHA-256', challenge: 'x', max_number: 5, salt: '', signature: '' }
  await expect(solvedProof(asked)).rejects.toThrow('no solution')
})
