const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const parts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const small = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3, maximumFractionDigits: 20 });

/** A number to be read: `1,234`, `12.35`, `0.00123`, `1.5e+21`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return shortExponent(value);
  if (size === 0) return "0";
  return (size >= 1000 ? whole : size >= 1 ? parts : small).format(value);
}

/** A number beside an axis, where there is little room: `1.2k`, `3M`, `1.5e+21`. */
export function formatShortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1000) return formatNumber(value);
  const [unit, letter] =
    size >= 1e12 ? [1e12, "T"] : size >= 1e9 ? [1e9, "G"] : size >= 1e6 ? [1e6, "M"] : [1e3, "k"];
  return `${parts.format(value / unit)}${letter}`;
}

/** How much a number is above another one, in percent: `+9%`. Undefined if that says nothing. */
export function formatChange(value: number, before: number): string | undefined {
  if (before === 0 || value === 0 || value > 0 !== before > 0) return undefined;
  const percent = (value / before - 1) * 100;
  if (!Number.isFinite(percent) || Math.abs(percent) >= 1000) return undefined;
  const text = whole.format(Math.abs(percent));
  return text === "0" ? "±0%" : `${percent > 0 ? "+" : "−"}${text}%`;
}

function shortExponent(value: number): string {
  return value.toExponential(2).replace(/\.?0+e/, "e");
}
