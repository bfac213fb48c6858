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

-- Before Hive 4, hive.metastore.disallow.incompatible.col.type.changes has to be false in the metastore: with its default, true, it refuses to widen a struct.
ALTER TABLE `event`.`codemirror_toggle` ADD COLUMNS (
  `skin` STRING COMMENT 'Which skin\; see T1.'
) CASCADE;
ALTER TABLE `event`.`codemirror_toggle` CHANGE COLUMN `meta` `meta` STRUCT<`stream`: STRING, `dt`: TIMESTAMP, `domain`: STRING> CASCADE;
ALTER TABLE `event`.`codemirror_toggle` CHANGE COLUMN `items` `items` ARRAY<STRUCT<`pageId`: BIGINT, `title`: STRING>> CASCADE;
