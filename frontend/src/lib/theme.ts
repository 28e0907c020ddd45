import { create } from 'zustand'

export type Theme = 'dark' | 'light'

const KEY = 'mosaic.theme'

function apply(theme: Theme): void {
  document.documentElement.classList.toggle('dark', theme === 'dark')
}

interface ThemeState {
  theme: Theme
  toggle: () => void
}

/** Dark unless somebody chose light; the choice stays in this browser. */
export const useTheme = create<ThemeState>((set, get) => {
  const theme: Theme = localStorage.getItem(KEY) === 'light' ? 'light' : 'dark'
  apply(theme)
  return {
    theme,
    toggle: () => {
      const next = get().theme === 'dark' ? 'light' : 'dark'
      localStorage.setItem(KEY, next)
      apply(next)
      set({ theme: next })
    },
  }
})
