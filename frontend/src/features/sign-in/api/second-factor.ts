import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import { session } from '@/api/session'
import type { Credentials } from '@/api/session-tokens'

const PATH = '/api/v1/auth/second-factor'

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => answerOf(api.GET(PATH, { signal })),
})

/** What an authenticator app needs; `qr_svg` is the same as a picture. */
export interface Enrolment {
  secret: string
  address: string
  qr_svg: string
}

export type PasswordOnly = Pick<Credentials, 'username' | 'password'>

export const beginSecondFactor = async (given: PasswordOnly): Promise<Enrolment> =>
  (await session.prove(`${PATH}/enrol`, given)) as Enrolment

/** The recovery codes, which are told this once. */
export const confirmSecondFactor = async (given: Required<Credentials>): Promise<string[]> => {
  const told = await session.prove(`${PATH}/confirm`, given)
  return (told as { recovery_codes: string[] }).recovery_codes
}

export const disableSecondFactor = async (given: Required<Credentials>): Promise<void> => {
  await session.prove(`${PATH}/disable`, given)
}

/** Ends the sessions on all devices, this one too. */
export const signOutEverywhere = async (): Promise<void> => {
  await answerOf(api.POST('/api/v1/auth/logout-everywhere'))
  session.forget()
}
