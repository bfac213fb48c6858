import type { NumberFacts } from "../formulas/formula.ts";

/** What the keywords of numbers leave of them. Bounds are doubles, as validators compare them. */
export class NumberShape implements NumberFacts {
  low = -Infinity;
  isLowOpen = false;
  high = Infinity;
  isHighOpen = false;
  readonly multiples: number[] = [];
  readonly nonMultiples: number[] = [];
  /** Whether only integers, or only others, are meant. */
  integrality: "integer" | "fraction" | undefined;

  restrictTo(integrality: "integer" | "fraction"): void {
    this.integrality ??= integrality;
    // No number is both.
    if (this.integrality !== integrality) this.below(-Infinity);
  }

  atLeast(bound: number): void {
    if (bound > this.low) [this.low, this.isLowOpen] = [bound, false];
  }

  above(bound: number): void {
    if (bound >= this.low) [this.low, this.isLowOpen] = [bound, true];
  }

  atMost(bound: number): void {
    if (bound < this.high) [this.high, this.isHighOpen] = [bound, false];
  }

  below(bound: number): void {
    if (bound <= this.high) [this.high, this.isHighOpen] = [bound, true];
  }
}

/**
 * Whether no number fits. A proof: it says nothing where it is not sure.
 *
 * Divisibility is what the validator makes of a quotient of doubles. For a factor whose multiples doubles hold exactly,
 * that is arithmetic: the doubles beside a multiple are too far from it for their quotient to be rounded to a whole
 * number. Beyond 1e21 the validator accepts no quotient at all. A quotient so small that doubles make a zero of it is
 * taken for what it is, though the validator calls 5e-324 a multiple of three: real events do not have such values.
 */
export function refuteNumber(shape: NumberShape): boolean {
  const { low, high, multiples, nonMultiples, integrality } = shape;
  if (low > high || (low === high && (shape.isLowOpen || shape.isHighOpen))) return true;
  const isInteger = integrality === "integer";
  if (integrality === "fraction" && multiples.some(Number.isInteger)) return true;
  if (isInteger && Number.isFinite(low) && Number.isFinite(high) && integersWithin(shape) === undefined) {
    return true;
  }
  // The quotient grows with the number, in doubles too, so some integer is between the bounds' quotients.
  if (multiples.some((factor) => Math.ceil(low / factor) > Math.floor(high / factor))) return true;
  // A whole number is a multiple of one, a half, a tenth, as long as the quotient stays below 1e21.
  const isWhole = isInteger || multiples.some(Number.isInteger);
  const leastFactor = Math.min(...multiples, Infinity);
  const isDivided = (factor: number) =>
    dividesWhole(factor) && (leastFactor <= factor || (isSafe(shape) && hasReadableQuotients(shape, factor)));
  if (isWhole && nonMultiples.some(isDivided)) return true;
  return refuteMultiples(shape, isInteger ? [...multiples, 1] : multiples);
}

/** Whether between the bounds doubles hold every whole number. */
function isSafe({ low, high }: NumberShape): boolean {
  return Math.abs(low) <= Number.MAX_SAFE_INTEGER && Math.abs(high) <= Number.MAX_SAFE_INTEGER;
}

/** Beyond 1e21 the validator does not read a quotient's text back, and takes nothing for a multiple. */
function hasReadableQuotients({ low, high }: NumberShape, factor: number): boolean {
  return Math.max(Math.abs(low), Math.abs(high)) / factor < 1e21;
}

/**
 * Whether a factor stands for 1/k so exactly that every whole number's quotient is rounded to a whole number: its
 * relative error is at most 2^-54, which is less than half of what two neighbouring doubles are apart.
 */
function dividesWhole(factor: number): boolean {
  const inverse = Math.round(1 / factor);
  if (inverse < 1) return false;
  let shift = 0n;
  let mantissa = factor;
  for (; !Number.isInteger(mantissa); mantissa *= 2) shift += 1n;
  const error = BigInt(mantissa) * BigInt(inverse) - (1n << shift);
  return (error < 0n ? -error : error) << 54n <= 1n << shift;
}

function refuteMultiples(shape: NumberShape, multiples: readonly number[]): boolean {
  const grid = gridOf(shape, multiples);
  if (grid === undefined) return false;
  const { unit, step, first, last } = grid;
  if (first > last) return true;
  return shape.nonMultiples.some((factor) => {
    const scaled = factor * unit;
    if (!hasReadableQuotients(shape, factor)) return false;
    return Number.isInteger(scaled) ? step % scaled === 0 : isPowerOfTwo(factor);
  });
}

/** Numbers at equal distances: from `first` to `last` times `step / unit`. */
interface Grid {
  /** A power of two. */
  readonly unit: number;
  readonly step: number;
  readonly first: number;
  readonly last: number;
}

/** What factors leave between the bounds, counted in units of a power of two in which the factors are whole numbers. */
function gridOf(shape: NumberShape, multiples: readonly number[]): Grid | undefined {
  const dyadic = multiples.filter((factor) => unitOf(factor) !== undefined);
  if (dyadic.length === 0) return undefined;
  const unit = Math.max(...dyadic.map((factor) => unitOf(factor) as number));
  const [low, high] = [shape.low * unit, shape.high * unit];
  if (!(Math.abs(low) <= Number.MAX_SAFE_INTEGER && Math.abs(high) <= Number.MAX_SAFE_INTEGER))
    return undefined;
  const step = dyadic.map((factor) => factor * unit).reduce(leastCommonMultiple);
  if (!Number.isSafeInteger(step)) return undefined;
  let [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  if (shape.isLowOpen && first * step === low) first += 1;
  if (shape.isHighOpen && last * step === high) last -= 1;
  return { unit, step, first, last };
}

/** The smallest power of two by which a factor becomes a whole number; undefined if that is none to reckon with. */
function unitOf(factor: number): number | undefined {
  for (let unit = 1; unit <= 1024; unit *= 2) if (Number.isInteger(factor * unit)) return unit;
  return undefined;
}

/** The integers between the bounds; undefined when there are none. */
export function integersWithin(
  shape: NumberShape,
): { readonly first: number; readonly last: number } | undefined {
  let [first, last] = [Math.ceil(shape.low), Math.floor(shape.high)];
  // Beyond 2^53 a step of one is lost; what is left in is not wrong, only unproved.
  if (shape.isLowOpen && first === shape.low) first += 1;
  if (shape.isHighOpen && last === shape.high) last -= 1;
  return first <= last ? { first, last } : undefined;
}

/** Dividing by one is exact. */
function isPowerOfTwo(factor: number): boolean {
  return Number.isInteger(Math.log2(factor)) && 2 ** Math.log2(factor) === factor;
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** How many numbers are tried one by one. */
const enumerated = 2000;

/**
 * Numbers worth trying, those near the bounds first.
 * `isComplete`: no other number fits.
 */
export function numbersOf(shape: NumberShape): {
  readonly candidates: Iterable<number>;
  readonly isComplete: boolean;
} {
  const isInteger = shape.integrality === "integer";
  const grid = gridOf(shape, isInteger ? [...shape.multiples, 1] : shape.multiples);
  if (grid !== undefined && grid.last - grid.first < enumerated) {
    const { unit, step, first, last } = grid;
    const length = Math.max(0, last - first + 1);
    return {
      candidates: Array.from({ length }, (_, index) => ((first + index) * step) / unit),
      isComplete: true,
    };
  }
  if (shape.low === shape.high) return { candidates: [shape.low], isComplete: true };
  return { candidates: some(shape), isComplete: false };
}

function nearby(bound: number): readonly number[] {
  return [bound, Math.ceil(bound), Math.floor(bound), bound + 1, bound - 1, bound + 0.5, bound - 0.5];
}

function* some(shape: NumberShape): Generator<number> {
  const { low, high, multiples, nonMultiples } = shape;
  const range = integersWithin(shape);
  yield* [0, 1, -1, 0.5];
  const finite = [low, high].filter(Number.isFinite);
  for (const bound of finite) yield* nearby(bound);
  if (finite.length === 2) {
    for (const part of [0.5, 0.25, 0.75, 0.1, 0.3]) yield low + (high - low) * part;
  }
  if (range !== undefined) {
    for (let step = 0; step < 300; step++) {
      if (Number.isFinite(range.first)) yield range.first + step;
      if (Number.isFinite(range.last)) yield range.last - step;
      yield step;
      yield -step;
    }
  }
  for (const bound of finite) {
    const near = Math.max(Math.abs(bound) * Number.EPSILON, Number.MIN_VALUE);
    yield* [bound + near, bound - near, bound + 2 * near, bound - 2 * near];
  }
  const whole = multiples.filter(Number.isInteger);
  const common = whole.length > 0 ? whole.reduce(leastCommonMultiple) : 1;
  for (const factor of new Set([...multiples, common])) {
    const starts = [0, Math.ceil(low / factor), Math.floor(high / factor)].filter(Number.isFinite);
    for (const start of starts) {
      for (let step = -100; step <= 300; step++) yield (start + step) * factor;
    }
    for (const scale of [1e3, 1e6, 1e9, 1e12, 1e15, 1e17, 1e18, 1e19, 1e20]) {
      for (const lead of [1, 3, 7, 9]) yield* [factor * lead * scale, -factor * lead * scale];
    }
  }
  for (const factor of [...nonMultiples, ...multiples]) {
    // Beyond 1e21 a quotient's text is not read back: the validator refuses what arithmetic would accept.
    yield* [factor * 1e21, factor * 3e21, factor * 1e22, factor * 1.5, factor * 0.5, factor / 3];
    for (const multiple of multiples) {
      for (const lead of [1, 1.5, 2, 3, 5, 7]) {
        const size = Math.max(factor, multiple) * lead;
        yield* [size * 1e20, size * 1e21, -size * 1e20, -size * 1e21];
      }
    }
  }
  for (const lead of [1, 3, 7, 9, 1.5]) {
    // Read and not computed: the last digit of a power differs between engines.
    for (let exponent = 1; exponent <= 24; exponent++) yield* bothSigns(Number(`${lead}e${exponent}`));
    for (let exponent = 1; exponent <= 12; exponent++) yield* bothSigns(Number(`${lead}e-${exponent}`));
  }
}

function bothSigns(value: number): [number, number] {
  return [value, -value];
}
