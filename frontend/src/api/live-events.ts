import { useEffect, useRef, useSyncExternalStore } from 'react'
import { EventSocket, type LiveEvent, type SocketState } from './event-socket'
import { expiryOf } from './session-tokens'
import { session } from './session'

const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/events`

/** The one feed of this tab. */
export const eventSocket = new EventSocket({
  url,
  token: (refused) => session.access(refused),
  expiryOf,
  types: ['mosaic.stream.state.v1', 'mosaic.plate.read.v1'],
})

session.onChange((signedIn) => {
  if (!signedIn) eventSocket.stop()
})
addEventListener('online', () => eventSocket.hurry())

const subscribe = (listener: () => void) => eventSocket.onState(listener)
const state = () => eventSocket.state

export function useSocketState(): SocketState {
  return useSyncExternalStore(subscribe, state)
}

/** Calls the newest `listener` for each event of the type while mounted. */
export function useLiveEvent(type: string, listener: (event: LiveEvent) => void): void {
  const newest = useRef(listener)
  useEffect(() => {
    newest.current = listener
  })
  useEffect(
    () =>
      eventSocket.onEvent((event) => {
        if (event.type === type) newest.current(event)
      }),
    [type],
  )
}
