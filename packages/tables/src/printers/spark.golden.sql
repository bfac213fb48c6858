CREATE EXTERNAL TABLE IF NOT EXISTS `event`.`codemirror_toggle` (
  `_schema` STRING COMMENT 'The schema that the event follows\; it\'s a URI.',
  `meta` STRUCT<`stream`: STRING, `dt`: TIMESTAMP> COMMENT 'What every event has.',
  `enabled` BOOLEAN,
  `order` BIGINT COMMENT 'A name that is a word of SQL. On two lines \\ with $\{env:HOME}.',
  `share` DOUBLE,
  `tags` MAP<STRING, STRING>,
  `items` ARRAY<STRUCT<`pageId`: BIGINT>>,
  `rest` STRING
)
COMMENT 'A user toggled syntax highlighting.'
PARTITIONED BY (
  `year` BIGINT,
  `month` BIGINT,
  `day` BIGINT,
  `hour` BIGINT
)
STORED AS PARQUET
LOCATION 'hdfs:///data/event/codemirror_toggle';

-- Spark cannot add a field to a struct of a Hive or Parquet table: meta.domain is left out. Run Hive's statements instead, whose tables Spark reads, or use Iceberg.
-- Spark cannot add a field to a struct of a Hive or Parquet table: items[].title is left out. Run Hive's statements instead, whose tables Spark reads, or use Iceberg.
ALTER TABLE `event`.`codemirror_toggle` ADD COLUMNS (
  `skin` STRING COMMENT 'Which skin\; see T1.'
);
