-- How many edit conflicts are shown, in which way, and how large they are.
SELECT
  DATE '{from_date}' AS date,
  wiki,
  view,
  coalesce(user_edit_count_bucket, 'unknown') AS edit_count_bucket,
  count(*) AS conflicts,
  avg(conflict_chunks) AS mean_chunks
FROM analytics_two_column_conflict_conflict
WHERE year = {year} AND month = {month} AND day = {day}
GROUP BY ALL
ORDER BY ALL
