const EVERY_MS = 5_000

/** Counts, and says so every five seconds: for work that takes seconds or hours. */
export function countAloud(
  tell: (text: string) => void,
  what: string,
): { one(): void; readonly count: number } {
  let count = 0
  let said = performance.now()
  return {
    one: () => {
      count += 1
      if (performance.now() - said < EVERY_MS) return
      said = performance.now()
      tell(`${count} ${what}…`)
    },
    get count() {
      return count
    },
  }
}
