/** What is left to do for somebody who comes back from a provider. */
export const RETURN_STEPS = ['done', 'code'] as const
export type ReturnStep = (typeof RETURN_STEPS)[number]

/** Why somebody who comes back from a provider is not let in. */
export const REFUSALS = [
  'cancelled',
  'expired',
  'unavailable',
  'rejected',
  'not-allowed',
  'too-many',
  'second-factor',
  'not-admin',
] as const
export type ProviderRefusal = (typeof REFUSALS)[number]
