/**
 * Milliseconds to wait before attempt `attempt` (0 is the first retry): doubling from `first_ms` up to `most_ms`, of which
 * the second half is random, so that a wall of tiles does not come back in step.
 */
export function backoff(
  attempt: number,
  { firstMs = 500, mostMs = 15_000, random = Math.random } = {},
): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 16))
  return Math.round(ceiling / 2 + (ceiling / 2) * random())
}
