import type { EntityState } from '@colloque/domain'
import type { EntitiesInOrder } from './types.ts'

/**
 * The entities of one type in the order in which they were made, which is that of their createdSeq: it grows at its
 * end alone, and none ever leaves.
 */
export class EntityList implements EntitiesInOrder {
  readonly entities: EntityState[] = []
  present = 0
  readonly #places = new Map<string, number>()

  put(entity: EntityState): void {
    const place = this.#places.get(entity.id)
    const held = place === undefined ? undefined : this.entities[place]
    this.present += Number(entity.after !== null) - Number(held !== undefined && held.after !== null)
    if (place !== undefined) {
      this.entities[place] = entity
      return
    }
    this.#places.set(entity.id, this.entities.length)
    this.entities.push(entity)
  }

  readonly placeOf = (id: string): number | undefined => this.#places.get(id)
}
