/** The results of a function, by argument: each is computed once. If there are too many, all are forgotten. */
export class Memo<Argument, Result extends string | number | object> {
  private readonly results = new Map<Argument, Result>();
  private readonly compute: (argument: Argument) => Result;
  private readonly limit: number;

  constructor(compute: (argument: Argument) => Result, limit = 50_000) {
    this.compute = compute;
    this.limit = limit;
  }

  of(argument: Argument): Result {
    let result = this.results.get(argument);
    if (result === undefined) {
      if (this.results.size >= this.limit) this.results.clear();
      result = this.compute(argument);
      this.results.set(argument, result);
    }
    return result;
  }
}
