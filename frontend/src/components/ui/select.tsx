import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { fieldClass } from './input'

interface SelectProps {
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string }[]
  id?: string
  label?: string
  className?: string
  icon?: ReactNode
  /** An option is pointed at, by mouse or by key. */
  onHighlight?: (value: string) => void
  'aria-invalid'?: boolean
  'aria-describedby'?: string | undefined
}

export function Select(props: SelectProps) {
  const { value, onChange, options, id, label, className, icon, onHighlight } = props
  return (
    <Radix.Root value={value} onValueChange={onChange}>
      <Radix.Trigger
        id={id}
        aria-label={label}
        aria-invalid={props['aria-invalid']}
        aria-describedby={props['aria-describedby']}
        className={cn(fieldClass, 'flex items-center justify-between gap-2 text-left', className)}
      >
        <span className="flex min-w-0 items-center gap-2 truncate">
          {icon}
          <Radix.Value placeholder={label} />
        </span>
        <Radix.Icon>
          <ChevronDown className="size-3.5 text-ink-faint" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border border-line-strong/70 bg-panel shadow-xl shadow-black/30"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                onFocus={() => onHighlight?.(option.value)}
                className="flex h-7 cursor-pointer items-center gap-2 rounded-sm pr-3 pl-7 outline-none data-[highlighted]:bg-raised data-[state=checked]:text-accent"
              >
                <Radix.ItemIndicator className="absolute left-2.5">
                  <Check className="size-3.5" />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
