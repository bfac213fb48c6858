CREATE TABLE IF NOT EXISTS "event"."codemirror_toggle" (
  "_schema" varchar COMMENT 'The schema that the event follows; it''s a URI.',
  "meta" row("stream" varchar, "dt" timestamp(6) with time zone) COMMENT 'What every event has.',
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
  partitioning = ARRAY['year', 'month', 'day', 'hour'],
  location = 'hdfs:///data/event/codemirror_toggle'
);

ALTER TABLE "event"."codemirror_toggle" ADD COLUMN IF NOT EXISTS "skin" varchar COMMENT 'Which skin; see T1.';
ALTER TABLE "event"."codemirror_toggle" ADD COLUMN IF NOT EXISTS "meta"."domain" varchar;
ALTER TABLE "event"."codemirror_toggle" ADD COLUMN IF NOT EXISTS "items".element."title" varchar;
