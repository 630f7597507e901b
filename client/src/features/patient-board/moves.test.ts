import type { BoardCard, BoardColumn } from '@colloque/board'
import { describe, expect, it } from 'vitest'
import { isSamePlace, stepFrom, targetAt, targetBeside } from './moves.ts'

const column = (id: string, ...cards: string[]) =>
  ({ id, title: id, order: id, cards: cards.map((card) => ({ id: card }) as BoardCard) }) as BoardColumn
const board = [column('needs', 'a', 'b', 'c'), column('doing', 'd'), column('done')]
const [needs] = board as [BoardColumn]

describe('one step with the keyboard', () => {
  it('up and down passes one card', () => {
    expect(stepFrom(board, 'b', 'up')).toEqual({ column: 'needs', before: 'a' })
    expect(stepFrom(board, 'a', 'down')).toEqual({ column: 'needs', before: 'c' })
    expect(stepFrom(board, 'b', 'down')).toEqual({ column: 'needs' })
  })

  it('aside keeps the height, or goes to the end of a shorter column', () => {
    expect(stepFrom(board, 'a', 'right')).toEqual({ column: 'doing', before: 'd' })
    expect(stepFrom(board, 'c', 'right')).toEqual({ column: 'doing' })
    expect(stepFrom(board, 'd', 'right')).toEqual({ column: 'done' })
  })

  it('past the edge of the board leads nowhere', () => {
    expect(stepFrom(board, 'a', 'up')).toBeUndefined()
    expect(stepFrom(board, 'c', 'down')).toBeUndefined()
    expect(stepFrom(board, 'a', 'left')).toBeUndefined()
    expect(stepFrom(board, 'gone', 'right')).toBeUndefined()
  })
})

describe('a card that is dropped', () => {
  it('on the upper half of another goes before it, on the lower half after it', () => {
    expect(targetBeside(needs, 'b', 'top', 'd')).toEqual({ column: 'needs', before: 'b' })
    expect(targetBeside(needs, 'b', 'bottom', 'd')).toEqual({ column: 'needs', before: 'c' })
    expect(targetBeside(needs, 'c', 'bottom', 'd')).toEqual({ column: 'needs' })
  })

  it('below its own upper neighbour stays where it is', () => {
    const target = targetBeside(needs, 'a', 'bottom', 'b')
    expect(target).toEqual({ column: 'needs', before: 'c' })
    expect(isSamePlace(board, 'b', target)).toBe(true)
    expect(isSamePlace(board, 'a', target)).toBe(false)
  })
})

it('a place is counted among the other cards', () => {
  expect(targetAt(needs, 0, 'c')).toEqual({ column: 'needs', before: 'a' })
  expect(targetAt(needs, 1, 'a')).toEqual({ column: 'needs', before: 'c' })
  expect(targetAt(needs, 2, 'a')).toEqual({ column: 'needs' })
})
