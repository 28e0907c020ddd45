import { SessionTokens } from './session-tokens'

// Locks exist in secure contexts only; a plain-HTTP console in the LAN then refreshes per tab.
const exclusively = async <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? await navigator.locks.request('mosaic.refresh', work) : await work()

/** The session of this browser, as this tab knows it. */
export const session = new SessionTokens({
  fetch: (...request) => fetch(...request),
  storage: localStorage,
  channel: new BroadcastChannel('mosaic.session'),
  exclusively,
  now: Date.now,
})
