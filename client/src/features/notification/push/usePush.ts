/**
 * Notifications on this device. The browser has the permission, the person the switch, the server the address; at
 * each start what has come apart is put together again.
 */
import { DomainError } from '@colloque/domain'
import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useClient } from '../../../platform/client.ts'
import { heal, type Registry } from './heal.ts'

/**
 * unsupported: this browser cannot, or (on an iPhone) not before the application is on the home screen. denied: the
 * browser refuses, and only its settings change that. off: nobody has asked yet, or the person does not want it here.
 * failed: the push service or the server did not answer; tried again at the next start.
 */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on' | 'failed'

const isSupported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

const registrationOf = async () =>
  (await navigator.serviceWorker.getRegistration()) && navigator.serviceWorker.ready

export const usePush = defineStore('push', () => {
  const client = useClient()
  /** Of this device: the account's `reach.push` speaks for all of them. */
  const wanted = useStorage<'yes' | 'no' | ''>('colloque.push', '')
  const permission = ref(isSupported() ? Notification.permission : 'denied')
  const reached = ref<boolean>()
  const busy = ref(false)

  const state = computed<PushState>(() => {
    if (!isSupported()) return 'unsupported'
    if (permission.value === 'denied') return 'denied'
    if (permission.value !== 'granted' || wanted.value === 'no' || reached.value === undefined) return 'off'
    return reached.value ? 'on' : 'failed'
  })
  /** Whether there is something to ask the person. */
  const canAsk = computed(() => isSupported() && permission.value === 'default' && wanted.value !== 'no')

  async function authorized(method: 'PUT' | 'DELETE', body?: PushSubscriptionJSON): Promise<void> {
    const response = await fetch('/api/v1/me/push-subscriptions', {
      method,
      headers: { authorization: `Bearer ${await client.token()}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw new DomainError('unavailable')
  }
  const registry: Registry = {
    key: () => client.api.query('pushKey', {}),
    put: (subscription) => authorized('PUT', subscription),
  }

  /** Puts this device in order, if it may be reached. Never throws: the state says how it went. */
  async function restore(): Promise<void> {
    if (!isSupported()) return
    permission.value = Notification.permission
    if (permission.value !== 'granted' || wanted.value === 'no') return
    try {
      const registration = await registrationOf()
      if (!registration) throw new Error('There is no service worker.')
      await heal(registration.pushManager, registry)
      reached.value = true
    } catch {
      reached.value = false
    }
  }

  /** Asks the browser, from a tap: browsers refuse to ask otherwise. */
  async function turnOn(): Promise<void> {
    busy.value = true
    try {
      wanted.value = 'yes'
      permission.value = await Notification.requestPermission()
      await restore()
    } finally {
      busy.value = false
    }
  }

  async function turnOff(): Promise<void> {
    busy.value = true
    try {
      wanted.value = 'no'
      await forget()
      await authorized('DELETE').catch(() => undefined)
    } finally {
      busy.value = false
    }
  }

  /** This device hears nothing more: nobody is signed in, or nobody wants it. */
  async function forget(): Promise<void> {
    reached.value = undefined
    if (!isSupported()) return
    const registration = await navigator.serviceWorker.getRegistration()
    const subscription = await registration?.pushManager.getSubscription()
    await subscription?.unsubscribe()
  }

  return { state, canAsk, busy, restore, turnOn, turnOff, forget }
})
