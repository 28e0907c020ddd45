export { AccountPage as default } from '@/features/sign-in/components/account-page'
