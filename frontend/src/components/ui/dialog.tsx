import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import { Button } from './button'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: string
  /** Slides in from the side and keeps the page behind it readable. */
  side?: boolean
  className?: string
  children: ReactNode
}

export function Dialog({
  open,
  onClose,
  title,
  description,
  side,
  className,
  children,
}: DialogProps) {
  const { t } = useTranslation()
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/55 data-[state=open]:animate-appear" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed z-50 flex flex-col overflow-hidden border-line-strong/60 bg-panel shadow-2xl shadow-black/50 data-[state=open]:animate-appear',
            side
              ? 'inset-y-0 right-0 w-full max-w-md border-l'
              : 'top-1/2 left-1/2 max-h-[92vh] w-[min(94vw,30rem)] -translate-x-1/2 -translate-y-1/2 rounded-lg border',
            className,
          )}
        >
          <header className="flex items-start justify-between gap-4 border-b px-4 py-3">
            <div>
              <Radix.Title className="text-sm font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-xs text-ink-faint">
                  {description}
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button variant="ghost" size="iconSm" aria-label={t('app.close')}>
                <X />
              </Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
