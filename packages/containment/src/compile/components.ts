/**
 * The strongly connected components of a graph: its cycles, and the nodes that are on none. Takes time that grows with
 * the number of edges, and no stack. Source: Tarjan, “Depth-first search and linear graph algorithms”, 1972.
 */
export class Components<Node> {
  private readonly order = new Map<Node, number>();
  /** The earliest node that a node leads back to, by its order; infinite once its component is known. */
  private readonly lowest = new Map<Node, number>();
  private readonly waiting: Node[] = [];
  private readonly successors: (node: Node) => readonly Node[];

  constructor(successors: (node: Node) => readonly Node[]) {
    this.successors = successors;
  }

  /** Components that a node leads to and that were not found before. Each comes after those that it leads to. */
  *from(start: Node): Generator<readonly Node[]> {
    if (this.order.has(start)) return;
    const path = [this.visit(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node, next } = top;
      const follower = next.pop();
      if (follower === undefined) {
        path.pop();
        const holder = path.at(-1)?.node;
        const lowest = this.lowest.get(node) as number;
        if (holder !== undefined) this.lower(holder, lowest);
        if (lowest === this.order.get(node)) yield this.take(node);
      } else if (!this.order.has(follower)) {
        path.push(this.visit(follower));
      } else if (this.lowest.get(follower) !== Infinity) {
        this.lower(node, this.order.get(follower) as number);
      }
    }
  }

  private visit(node: Node): { readonly node: Node; readonly next: Node[] } {
    const order = this.order.size;
    this.order.set(node, order);
    this.lowest.set(node, order);
    this.waiting.push(node);
    return { node, next: this.successors(node).toReversed() };
  }

  private lower(node: Node, to: number): void {
    if (to < (this.lowest.get(node) as number)) this.lowest.set(node, to);
  }

  /** Takes the component of its first node off what is waiting. */
  private take(first: Node): readonly Node[] {
    const found = this.waiting.splice(this.waiting.lastIndexOf(first));
    for (const node of found) this.lowest.set(node, Infinity);
    return found;
  }
}
