import { useEffect, useState } from 'react'
import { authorisedFetch } from './http'

interface Entry {
  users: number
  url: string | null
  failed: boolean
  aborted: AbortController
  listeners: Set<() => void>
}

/** How many pictures nobody shows are kept; crops are about 10 kB, scenes 100 kB. */
const KEPT = 150

const entries = new Map<string, Entry>()

function acquire(src: string, listener: () => void): Entry {
  let entry = entries.get(src)
  if (!entry || (entry.failed && entry.users === 0)) {
    entry = {
      users: 0,
      url: null,
      failed: false,
      aborted: new AbortController(),
      listeners: new Set(),
    }
    void load(src, entry)
  }
  // Taking it out and putting it back makes it the newest.
  entries.delete(src)
  entries.set(src, entry)
  entry.users += 1
  entry.listeners.add(listener)
  return entry
}

function release(entry: Entry, listener: () => void): void {
  entry.users -= 1
  entry.listeners.delete(listener)
  let surplus = entries.size - KEPT
  for (const [key, candidate] of entries) {
    if (surplus <= 0) break
    if (candidate.users > 0) continue
    candidate.aborted.abort()
    if (candidate.url) URL.revokeObjectURL(candidate.url)
    entries.delete(key)
    surplus -= 1
  }
}

async function load(src: string, entry: Entry): Promise<void> {
  try {
    const response = await authorisedFetch(src, {
      signal: entry.aborted.signal,
      // What is kept is kept here; a better revision has the same address and another picture.
      cache: 'no-store',
    })
    if (!response.ok) throw new Error(String(response.status))
    const blob = await response.blob()
    if (entry.aborted.signal.aborted) return
    entry.url = URL.createObjectURL(blob)
  } catch {
    entry.failed = true
  }
  for (const listener of entry.listeners) listener()
}

/** An object URL for a picture that wants the access token; shared between its users and revoked when long unused. */
export function useAuthorisedImage(src: string | null): { url: string | null; failed: boolean } {
  const [shown, setShown] = useState<{ src: string; url: string | null; failed: boolean } | null>(
    null,
  )
  useEffect(() => {
    if (!src) return
    const tell = () => setShown({ src, url: entry.url, failed: entry.failed })
    const entry = acquire(src, tell)
    if (entry.url || entry.failed) tell()
    return () => release(entry, tell)
  }, [src])
  return shown && shown.src === src ? shown : { url: null, failed: false }
}
