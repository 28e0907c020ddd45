import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

export const fieldClass =
  'h-8 w-full rounded-md border border-line-strong/80 bg-canvas px-2.5 text-ink placeholder:text-ink-faint focus-visible:border-accent focus-visible:outline-1 aria-invalid:border-alarm disabled:opacity-50'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(fieldClass, className)} {...rest} />
}
