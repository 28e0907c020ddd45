import * as z from 'zod/mini'

/** A part of an address that may be missing; a wrong value is as if it were not there. */
export function lenient<T extends z.core.$ZodType>(schema: T) {
  return z.catch(z.optional(schema), undefined)
}
