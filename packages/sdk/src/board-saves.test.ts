import { describe, expect, test } from 'vitest'
import { BoardSaves } from './board-saves.ts'

const STEP_2 = new Uint8Array([0, 1, 0])
const UPDATE = new Uint8Array([0, 2, 0])
const AT = new Date('2026-11-22T08:00:00.000Z')

describe('saved', () => {
  const buildSaves = () => {
    const saves = new BoardSaves(() => AT)
    saves.opened()
    saves.sent(STEP_2)
    return saves
  }

  test('is said when the last frame of an edit is confirmed, and not before', () => {
    const saves = buildSaves()
    saves.sent(UPDATE)
    saves.edited()
    saves.sent(UPDATE)
    saves.edited()
    saves.confirmed(2)
    expect(saves.unsavedSince).toEqual(AT)
    saves.confirmed(3)
    expect(saves.unsavedSince).toBeUndefined()
  })

  test('is not said of an edit made offline until a step 2 after it is confirmed', () => {
    const saves = buildSaves()
    saves.edited()
    saves.opened()
    saves.confirmed(0)
    expect(saves.unsavedSince).toEqual(AT)
    saves.sent(STEP_2)
    saves.confirmed(1)
    expect(saves.unsavedSince).toBeUndefined()
  })

  test('is not said of an edit that no frame carried, though others were confirmed', () => {
    const saves = buildSaves()
    saves.edited()
    saves.sent(UPDATE)
    saves.edited()
    saves.confirmed(2)
    expect(saves.unsavedSince).toEqual(AT)
    saves.sent(STEP_2)
    saves.confirmed(3)
    expect(saves.unsavedSince).toBeUndefined()
  })

  test('is not said for presence frames, nor on a new socket for the count of the old one', () => {
    const saves = buildSaves()
    saves.sent(UPDATE)
    saves.edited()
    saves.sent(new Uint8Array([1, 1, 0]))
    saves.opened()
    saves.confirmed(2)
    expect(saves.unsavedSince).toEqual(AT)
  })

  test('is not said where the server counts more than was sent, and that is told', () => {
    const saves = buildSaves()
    saves.sent(UPDATE)
    saves.edited()
    expect(saves.confirmed(2)).toBe(true)
    saves.sent(UPDATE)
    saves.edited()
    expect(saves.confirmed(4)).toBe(false)
    expect(saves.unsavedSince).toEqual(AT)
  })
})
