import { create } from 'zustand'

const KEY = 'mosaic.reads'

/** Whether the rail of live reads is shown beside the mosaic; remembered in this browser. */
export const useReadsRail = create<{ shown: boolean; toggle: () => void }>((set, get) => ({
  shown: localStorage.getItem(KEY) !== 'hidden',
  toggle: () => {
    const shown = !get().shown
    localStorage.setItem(KEY, shown ? 'shown' : 'hidden')
    set({ shown })
  },
}))
