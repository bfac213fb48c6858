import type { Edit } from "./messages.ts";

/** An event for an edited source to judge. */
export interface EventToJudge {
  readonly number: number;
  readonly text: string;
  /** Whether it was accepted when it came. */
  readonly isAccepted: boolean;
}

/** Watches sources, and reports what each change would break. */
export interface EditWatcher {
  /**
   * @param onEdit called with each source that was saved
   * @param eventsOf the last events of titles, by title; the newest last
   */
  start(
    onEdit: (edit: Edit) => void,
    eventsOf: (titles: readonly string[]) => ReadonlyMap<string, readonly EventToJudge[]>,
  ): void;
  stop(): void;
}
