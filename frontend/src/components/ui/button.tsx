import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { Slot } from 'radix-ui'
import { cn } from '@/lib/cn'

const variants = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-45 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary:
          'bg-accent text-accent-ink hover:bg-[color-mix(in_oklab,var(--color-accent)_88%,black)]',
        plain: 'border border-line-strong/70 bg-raised/60 text-ink hover:bg-raised',
        ghost:
          'text-ink-soft hover:bg-raised hover:text-ink data-[active=true]:bg-raised data-[active=true]:text-ink',
        danger: 'border border-alarm/50 text-alarm hover:bg-alarm/10',
        overlay: 'bg-black/55 text-white/90 hover:bg-black/80 hover:text-white',
      },
      size: {
        md: 'h-8 px-3 [&_svg]:size-4',
        sm: 'h-7 px-2 text-xs [&_svg]:size-3.5',
        icon: 'size-8 [&_svg]:size-4',
        iconSm: 'size-7 [&_svg]:size-4',
      },
    },
    defaultVariants: { variant: 'plain', size: 'md' },
  },
)

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof variants> & { asChild?: boolean }

export function Button({
  className,
  variant,
  size,
  asChild,
  type = 'button',
  ...rest
}: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button'
  return <Element type={type} className={cn(variants({ variant, size }), className)} {...rest} />
}
