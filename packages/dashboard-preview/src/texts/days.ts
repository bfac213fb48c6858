const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Days in order, the first and the last among them, YYYY-MM-DD. */
export function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000)
    days.push(new Date(time).toISOString().slice(0, 10));
  return days;
}

/** The day so many days later, or earlier where the number is negative. */
export function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** `7 Nov` */
export function formatDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${monthOf(day)}`;
}

/** `7 Nov 2026` */
export function formatDate(day: string): string {
  return `${formatDay(day)} ${day.slice(0, 4)}`;
}

/** `Nov 2026` */
export function formatMonth(day: string): string {
  return `${monthOf(day)} ${day.slice(0, 4)}`;
}

/** `27 Oct – 25 Nov 2026` */
export function formatSpan(from: string, to: string): string {
  if (from === to) return formatDate(to);
  return `${from.slice(0, 4) === to.slice(0, 4) ? formatDay(from) : formatDate(from)} – ${formatDate(to)}`;
}

function monthOf(day: string): string {
  return months[Number(day.slice(5, 7)) - 1] ?? "";
}
