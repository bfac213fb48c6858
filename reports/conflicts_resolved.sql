-- How conflicts end, and how long that takes.
SELECT
  DATE '{from_date}' AS date,
  wiki,
  count(*) FILTER (WHERE outcome = 'saved') AS saved,
  count(*) FILTER (WHERE outcome = 'aborted') AS aborted,
  median(seconds_spent) AS median_seconds,
  sum(len(list_filter(choices, lambda choice: choice = 'own'))) AS own_parts
FROM analytics_two_column_conflict_resolution
WHERE year = {year} AND month = {month} AND day = {day}
GROUP BY wiki
ORDER BY wiki
