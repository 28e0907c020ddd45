import { useId, type ReactNode } from 'react'

interface FieldProps {
  label: string
  hint?: string | undefined
  error?: string | undefined
  className?: string
  /** Gets what ties the control to its label, hint and error. */
  children: (control: {
    id: string
    'aria-invalid': boolean
    'aria-describedby': string | undefined
  }) => ReactNode
}

export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink-soft">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': Boolean(error),
        'aria-describedby': note ? `${id}-note` : undefined,
      })}
      {note && (
        <p
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={error ? 'mt-1 text-xs text-alarm' : 'mt-1 text-xs text-ink-faint'}
        >
          {note}
        </p>
      )}
    </div>
  )
}
