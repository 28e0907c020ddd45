import { getRouteApi, useRouter } from '@tanstack/react-router'
import { SignInPage } from '@/features/sign-in/components/sign-in-page'

const route = getRouteApi('/login')

export default function LoginRoute() {
  const { from } = route.useSearch()
  const router = useRouter()
  return (
    <SignInPage
      expired={from !== undefined && from !== '/mosaics'}
      onSignedIn={() => router.history.replace(from ?? '/mosaics')}
    />
  )
}
