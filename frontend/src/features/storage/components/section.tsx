import { useId, type ReactNode } from 'react'

interface SectionProps {
  title: string
  text?: string
  action?: ReactNode
  children: ReactNode
}

/** One subject of the page. */
export function Section({ title, text, action, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className="mb-3 flex items-end gap-4">
        <div>
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {text && <p className="text-xs text-ink-faint">{text}</p>}
        </div>
        {action && <div className="ml-auto shrink-0">{action}</div>}
      </div>
      {children}
    </section>
  )
}
