-- Which streams have events refused.
SELECT DATE '{from_date}' AS date, coalesce(errored_stream_name, 'unknown') AS stream, count(*) AS events
FROM error
WHERE year = {year} AND month = {month} AND day = {day}
GROUP BY ALL
ORDER BY ALL
