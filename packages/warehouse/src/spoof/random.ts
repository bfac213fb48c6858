/** Numbers that look random and follow from a seed alone. Source: Bob Jenkins' small fast generator, sfc32. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** The same seed gives the same numbers on every machine. */
  constructor(seed: string) {
    this.a = hash(seed, 2_166_136_261);
    this.b = hash(seed, 374_761_393);
    this.c = hash(seed, 668_265_263);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** From 0 up to, and without, 1. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  }

  /** An integer from one to the other, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Around a mean, far more often below it than far above. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** One of several, the first more often than the second, and so on, as things are used in life. Source: Zipf's law. */
  pick<T>(options: readonly T[]): T {
    let total = 0;
    for (let index = 0; index < options.length; index++) total += 1 / (index + 1);
    let at = this.next() * total;
    for (const [index, option] of options.entries()) {
      at -= 1 / (index + 1);
      if (at <= 0) return option;
    }
    return options.at(-1) as T;
  }

  /** So many hexadecimal digits. */
  hex(digits: number): string {
    let text = "";
    while (text.length < digits) text += this.integer(0, 15).toString(16);
    return text;
  }

  /** A random UUID. Source: RFC 9562 §5.4. */
  uuid(): string {
    const variant = "89ab"[this.integer(0, 3)] as string;
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`;
  }
}

/** Source: Fowler, Noll and Vo, FNV-1a. */
function hash(text: string, start: number): number {
  let value = start | 0;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619);
  }
  return value;
}
