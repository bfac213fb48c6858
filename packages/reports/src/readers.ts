// What reads which fields, without what runs it: no engine is loaded.
export { type DescribedReport, describedReports } from "./readers/described-reports.ts";
export {
  type FindTables,
  namesTable,
  queryReads,
  type ReadTable,
  reportReaders,
  reportReads,
  type TextReads,
} from "./readers/report-readers.ts";
