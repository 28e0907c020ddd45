import { expect, test } from 'vitest'
import { Together } from '@/lib/together'

function questions(fail = false) {
  const asked: string[][] = []
  const load = (keys: string[]) => {
    asked.push(keys)
    if (fail) return Promise.reject(new Error('away'))
    const found = keys.filter((key) => key !== 'none')
    return Promise.resolve(new Map(found.map((key) => [key, key.toUpperCase()])))
  }
  return { asked, together: new Together(load, 3) }
}

test('what is asked at one moment is one question, each thing once', async () => {
  const { asked, together } = questions()
  const answers = Promise.all(['a', 'b', 'a'].map((key) => together.ask(key)))
  expect(await answers).toEqual(['A', 'B', 'A'])
  expect(await together.ask('none')).toBeNull()
  expect(asked).toEqual([['a', 'b'], ['none']])
})

test('no question holds more than the most', async () => {
  const { asked, together } = questions()
  await Promise.all(['a', 'b', 'c', 'd'].map((key) => together.ask(key)))
  expect(asked).toEqual([['a', 'b', 'c'], ['d']])
})

test('a failure is told to all who asked, and the next question is a new one', async () => {
  const { asked, together } = questions(true)
  const outcomes = await Promise.allSettled(['a', 'b'].map((key) => together.ask(key)))
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(together.ask('c')).rejects.toThrow('away')
  expect(asked).toHaveLength(2)
})
