import { TriangleAlert } from 'lucide-react'

export function FailureNote({ text }: { text: string }) {
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-md border border-alarm/40 bg-alarm/10 px-3 py-2 text-xs text-alarm"
    >
      <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden />
      {text}
    </p>
  )
}
