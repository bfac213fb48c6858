import type { StreamedColumn, Value } from "@addendum/warehouse";
import { type Cell, toBytes } from "../table/cells.ts";

/**
 * The text of an engine’s value as ReportUpdater wrote it, which is Python’s `str`. Bytes are text here, where it wrote
 * `b'…'`.
 */
export function cellOf(value: Value, kind: StreamedColumn["kind"]): Cell {
  if (value === null) return null;
  if (typeof value === "number") return kind === "float" ? floatText(value) : String(value);
  if (typeof value === "string") {
    switch (kind) {
      case "decimal":
        return decimalText(value);
      case "duration":
        return durationText(value);
      case "timestamp":
        return timestampText(value);
      default:
        return toBytes(value);
    }
  }
  if (typeof value === "object")
    return toBytes(JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part)));
  return String(value);
}

/** A float as Python’s `repr` writes it: 1.0, 1e+16, 1e-05. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  if (value === 0) return "0.0";
  const [digits = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent >= 16 || exponent < -4) {
    const sign = exponent < 0 ? "-" : "+";
    return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const sign = value < 0 ? "-" : "";
  const plain = digits.replace(/[-.]/g, "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${plain}`;
  const whole = plain.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${plain.slice(exponent + 1) || "0"}`;
}

/** A Decimal as Python’s `str` writes it: very small ones with an exponent, 0E-8. */
export function decimalText(text: string): string {
  const match = /^(-?)(\d+)\.(\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = "", whole = "", fraction = ""] = match;
  const digits = (whole + fraction).replace(/^0+(?=\d)/, "");
  const adjusted = digits.length - 1 - fraction.length;
  if (adjusted >= -6) return text;
  const tail = digits.slice(1);
  return `${sign}${digits[0]}${tail === "" ? "" : `.${tail}`}E${adjusted}`;
}

/** A timedelta as Python’s `str` writes it: 1:02:03, 2 days, 3:04:05. */
export function durationText(text: string): string {
  const match = /^(-?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(text);
  if (match === null) return text;
  const [, sign, hours, minutes, seconds, fraction = ""] = match;
  const micros = BigInt(fraction.padEnd(6, "0").slice(0, 6));
  const size =
    ((BigInt(hours as string) * 60n + BigInt(minutes as string)) * 60n + BigInt(seconds as string)) *
      1_000_000n +
    micros;
  const total = sign === "-" ? -size : size;
  const day = 86_400_000_000n;
  const days = total >= 0n ? total / day : (total - day + 1n) / day;
  const rest = total - days * day;
  const two = (value: bigint) => String(value).padStart(2, "0");
  const clock = `${rest / 3_600_000_000n}:${two((rest / 60_000_000n) % 60n)}:${two((rest / 1_000_000n) % 60n)}`;
  const part = rest % 1_000_000n === 0n ? "" : `.${String(rest % 1_000_000n).padStart(6, "0")}`;
  const before = days === 0n ? "" : `${days} day${days === 1n || days === -1n ? "" : "s"}, `;
  return `${before}${clock}${part}`;
}

/** As Python’s `str` of a datetime: no fraction, or six digits. */
function timestampText(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(text);
  if (match === null) return text;
  const fraction = (match[2] ?? "").padEnd(6, "0").slice(0, 6);
  return /^0*$/.test(fraction) ? (match[1] as string) : `${match[1]}.${fraction}`;
}
