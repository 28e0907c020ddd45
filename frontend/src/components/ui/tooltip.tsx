import { Tooltip as Radix } from 'radix-ui'
import type { ReactElement } from 'react'

interface TooltipProps {
  label: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement
}

export const TooltipProvider = Radix.Provider

export function Tooltip({ label, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          className="z-50 max-w-72 animate-appear rounded-md border border-line-strong/60 bg-raised px-2 py-1 text-xs text-ink shadow-lg shadow-black/30"
        >
          {label}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
