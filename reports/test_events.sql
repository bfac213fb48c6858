-- Whether the way of events works: those that somebody sent to try it.
SELECT DATE '{from_date}' AS date, count(*) AS events
FROM test_event
WHERE year = {year} AND month = {month} AND day = {day}
