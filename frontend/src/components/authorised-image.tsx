import { ImageOff } from 'lucide-react'
import { useAuthorisedImage } from '@/api/images'
import { cn } from '@/lib/cn'
import { Skeleton } from './ui/skeleton'

interface AuthorisedImageProps {
  /** Null when there is no such picture. */
  src: string | null
  alt: string
  className?: string
}

/** A picture that is only given out with the access token. */
export function AuthorisedImage({ src, alt, className }: AuthorisedImageProps) {
  const image = useAuthorisedImage(src)
  if (image.url) return <img src={image.url} alt={alt} className={cn('object-cover', className)} />
  if (src && !image.failed) return <Skeleton className={className ?? ''} />
  return (
    <div
      role="img"
      aria-label={alt}
      className={cn('flex items-center justify-center bg-raised text-ink-faint', className)}
    >
      <ImageOff className="size-4" aria-hidden />
    </div>
  )
}
