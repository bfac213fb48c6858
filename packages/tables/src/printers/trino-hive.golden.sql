CREATE TABLE IF NOT EXISTS "event"."codemirror_toggle" (
  "_schema" varchar COMMENT 'The schema that the event follows; it''s a URI.',
  "meta" row("stream" varchar, "dt" timestamp(3)) COMMENT 'What every event has.',
  "enabled" boolean,
  "order" bigint COMMENT 'A name that is a word of SQL. On two lines \ with ${env:HOME}.',
  "share" double,
  "tags" map(varchar, varchar),
  "items" array(row("pageId" bigint)),
  "rest" varchar,
  "year" bigint,
  "month" bigint,
  "day" bigint,
  "hour" bigint
)
COMMENT 'A user toggled syntax highlighting.'
WITH (
  format = 'PARQUET',
  partitioned_by = ARRAY['year', 'month', 'day', 'hour'],
  external_location = 'hdfs:///data/event/codemirror_toggle'
);

-- Trino's hive connector cannot add a field to a struct: meta.domain is left out. Run Hive's statements instead, whose tables Trino reads, or use an Iceberg catalog.
-- Trino's hive connector cannot add a field to a struct: items[].title is left out. Run Hive's statements instead, whose tables Trino reads, or use an Iceberg catalog.
ALTER TABLE "event"."codemirror_toggle" ADD COLUMN IF NOT EXISTS "skin" varchar COMMENT 'Which skin; see T1.';
