import { expect, test } from 'vitest'
import { gradeOf } from '@/features/reads/lib/relevance'

test('a hit is graded beside the best one, however low that scores', () => {
  expect(gradeOf(0.42, 0.42)).toBe('best')
  expect(gradeOf(0.2, 0.42)).toBe('close')
  expect(gradeOf(0.2, 0.95)).toBe('possible')
  expect(gradeOf(0.01, 0.42)).toBe('remote')
  expect(gradeOf(0, 0)).toBe('remote')
})
