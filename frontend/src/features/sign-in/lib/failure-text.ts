import type { TFunction } from 'i18next'
import { ProblemError, UnreachableError } from '@/api/problem'

/** Why somebody was not let in, in words that tell a stranger nothing. */
export function failureText(t: TFunction, error: unknown): string {
  if (error instanceof UnreachableError) return t('error.unreachable')
  if (!(error instanceof ProblemError)) return t('error.unexpectedTitle')
  if (error.code === 'code-required') return t('secondFactor.wrongCode')
  if (error.errors.some(({ pointer }) => pointer === '/code')) return t('secondFactor.wrongCode')
  if (error.status === 401 || error.status === 400) return t('login.wrong')
  if (error.status === 429 || error.status === 403) return t('login.locked')
  return error.detail
}
