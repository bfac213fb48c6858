/** The result of every random draw in a generated example, so that examples are the same everywhere. */
export const ratio = 0.15;

/** An integer from minimum to maximum; where these stand the wrong way round, the range is widened. */
export function integerBetween(minimum: number, maximum: number): number {
  const top = maximum < minimum ? maximum + minimum : maximum;
  return Math.floor(ratio * (top - minimum + 1)) + minimum;
}

export function pick<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(ratio * list.length)];
}

/** Shuffles a list: each place, from the last, is swapped with the one that is drawn. */
export function shuffle<T>(list: readonly T[]): T[] {
  const result = [...list];
  for (let length = result.length; length > 0; length--) {
    const drawn = Math.floor(ratio * length);
    const last = result[length - 1] as T;
    result[length - 1] = result[drawn] as T;
    result[drawn] = last;
  }
  return result;
}
