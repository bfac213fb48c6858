/**
 * A set of claims that is being decided, and meanwhile counts as empty wherever it is met again. What is found empty
 * because of that holds only if it is empty in the end.
 */
export class Pursuit {
  private state: "open" | "provisional" | "empty" | "mistaken" = "open";
  /** Those around it that were presumed empty to find it empty. */
  private leans = new Set<Pursuit>();

  /** Whether it was found empty, if others turn out to be. */
  get isProvisional(): boolean {
    return this.state === "provisional";
  }

  leanOn(other: Pursuit): void {
    this.leans.add(other);
  }

  /** @param around what is being decided around it, and leans on whatever an emptiness within leans on */
  end(isEmpty: boolean, around: Pursuit | undefined): void {
    this.leans.delete(this);
    if (!isEmpty) this.state = "mistaken";
    else {
      this.state = this.leans.size === 0 ? "empty" : "provisional";
      for (const one of this.leans) around?.leanOn(one);
    }
  }

  /**
   * Whether nothing that it leans on has turned out otherwise.
   * @param support gets what is still open of that
   */
  isSupported(support: Set<Pursuit>): boolean {
    if (this.state === "open") support.add(this);
    if (this.state !== "provisional") return this.state !== "mistaken";
    const found = new Set<Pursuit>();
    if (![...this.leans].every((one) => one.isSupported(found))) {
      this.state = "mistaken";
      return false;
    }
    this.leans = found;
    if (found.size === 0) this.state = "empty";
    for (const one of found) support.add(one);
    return true;
  }
}
