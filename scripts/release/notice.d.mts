export function noticeOf(inputs: Iterable<string>): string;
