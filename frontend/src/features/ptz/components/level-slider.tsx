import { useId, useState } from 'react'

interface LevelSliderProps {
  label: string
  level: { value: number; min: number; max: number }
  onChange: (value: number) => void
}

const STEPS = 100

/** A level in the camera's own range. The camera is told once it is let go: it takes its time over each. */
export function LevelSlider({ label, level, onChange }: LevelSliderProps) {
  const id = useId()
  const [draft, setDraft] = useState<number | null>(null)
  const { value, min, max } = level
  const settle = () => {
    if (draft !== null && draft !== value) onChange(draft)
    setDraft(null)
  }
  const shown = draft ?? value
  return (
    <div className="grid grid-cols-[5.5rem_1fr_2rem] items-center gap-2">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={max - min > STEPS / 2 ? 1 : (max - min) / STEPS}
        value={shown}
        onChange={(event) => setDraft(event.target.valueAsNumber)}
        onPointerUp={settle}
        onKeyUp={settle}
        onBlur={settle}
        className="h-1 min-w-0 accent-white"
      />
      <output htmlFor={id} className="text-right tabular-nums">
        {Math.round(shown * 100) / 100}
      </output>
    </div>
  )
}
