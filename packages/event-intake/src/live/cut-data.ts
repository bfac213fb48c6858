import { type Data, isArray, isObject, setOwn } from "@addendum/json-schema";

/** How much of an event is shown. */
export interface CutLimits {
  /** Of one text or name, in UTF-16 units. */
  readonly text: number;
  /** Of all texts and names together, in UTF-16 units. */
  readonly total: number;
  readonly members: number;
  readonly depth: number;
}

const ellipsis = "…";
const depthLimit = 200;

/** An event, or if it is too long, a copy of it with long parts shortened and marked as shortened. */
export function cutData(data: Data, limits: CutLimits): { readonly data: Data; readonly isCut: boolean } {
  if (fits(data, limits)) return { data, isCut: false };
  let total = limits.total;
  let members = limits.members;
  let isCut = false;
  const text = (given: string): string => {
    const most = Math.min(limits.text, Math.max(0, total));
    total -= Math.min(given.length, most) + 1;
    if (given.length <= most) return given;
    isCut = true;
    return `${given.slice(0, most)}${ellipsis} (${given.length - most} more characters)`;
  };
  const visit = (value: Data, depth: number): Data => {
    if (typeof value === "string") return text(value);
    if (!isArray(value) && !isObject(value)) return value;
    if (depth <= 0) {
      isCut = true;
      return ellipsis;
    }
    if (isArray(value)) {
      const list: Data[] = [];
      for (const item of value) {
        if (members-- <= 0 || total <= 0) {
          isCut = true;
          list.push(ellipsis);
          break;
        }
        list.push(visit(item, depth - 1));
      }
      return list;
    }
    const object: Record<string, Data> = {};
    for (const name of Object.keys(value)) {
      if (members-- <= 0 || total <= 0) {
        isCut = true;
        setOwn(object, ellipsis, ellipsis);
        break;
      }
      setOwn(object, text(name), visit(value[name] as Data, depth - 1));
    }
    return object;
  };
  return { data: visit(data, limits.depth), isCut };
}

/** Whether nothing has to be cut: most events are looked at once, and not copied. */
function fits(data: Data, limits: CutLimits): boolean {
  let { total, members } = limits;
  const visit = (value: Data, depth: number): boolean => {
    if (typeof value === "string") {
      total -= value.length + 1;
      return value.length <= limits.text && total > 0;
    }
    if (typeof value !== "object" || value === null) return true;
    if (depth <= 0) return false;
    if (isArray(value)) {
      members -= value.length;
      return members >= 0 && value.every((item) => visit(item, depth - 1));
    }
    for (const name of Object.keys(value)) {
      total -= name.length + 1;
      if (--members < 0 || total <= 0 || name.length > limits.text) return false;
      if (!visit((value as Record<string, Data>)[name] as Data, depth - 1)) return false;
    }
    return true;
  };
  return visit(data, limits.depth);
}

/** About how much memory a value takes as JSON; what is beyond a limit is not counted. */
export function roughSize(value: unknown, limit: number): number {
  let size = 0;
  const visit = (one: unknown, depth: number): void => {
    // What is nested so deeply is not looked into.
    size += depth > depthLimit ? limit : 8;
    if (typeof one === "string") size += one.length;
    else if (typeof one === "object" && one !== null) {
      for (const name of Object.keys(one)) {
        if (size > limit) return;
        size += name.length;
        visit((one as Record<string, unknown>)[name], depth + 1);
      }
    }
  };
  visit(value, 0);
  return size;
}
