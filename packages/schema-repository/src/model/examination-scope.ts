/**
 * How far an examination looks. Plain data: what is remembered of a run and what a thread is told are made from the
 * whole object, so a new member reaches both.
 */
export interface ExaminationScope {
  /** Whether currents are judged by the rules for single schemas. */
  readonly isLinted: boolean;
  /** Whether rules whose findings are remarks run, too; needless where remarks are not shown. */
  readonly hasRemarks: boolean;
  /** Whether waivers and skips of published versions are examined, too. */
  readonly isThorough: boolean;
  /** Whether published versions are compared with those before them: as remarks, since none can change. */
  readonly isComplete: boolean;
  /** Whether published versions are judged by the rules for single schemas, as remarks. */
  readonly isPublishedLinted: boolean;
}

/** The default scope: versions are correct and old events stay valid. */
export const basicScope: ExaminationScope = {
  isLinted: false,
  hasRemarks: true,
  isThorough: false,
  isComplete: false,
  isPublishedLinted: false,
};
