-- Previews for each page view, and how long they are read. streams.yaml samples one page view of ten, here and for the
-- baseline, which counts the page views.
WITH
  popups AS (
    SELECT
      wiki,
      count(*) FILTER (WHERE action = 'opened') AS opened,
      count(*) FILTER (WHERE action = 'clicked_reference_preview') AS clicked,
      median(opened_for_ms) AS median_open_ms
    FROM analytics_reference_previews_popups
    WHERE year = {year} AND month = {month} AND day = {day}
    GROUP BY wiki
  ),
  pages AS (
    SELECT wiki, count(*) AS pageviews
    FROM analytics_reference_previews_baseline
    WHERE year = {year} AND month = {month} AND day = {day} AND action = 'pageview'
    GROUP BY wiki
  )
SELECT
  DATE '{from_date}' AS date,
  wiki,
  opened / 0.1 AS opened,
  opened / nullif(pageviews, 0) AS opened_per_pageview,
  clicked / nullif(opened, 0) AS clicks_per_preview,
  median_open_ms
FROM popups LEFT JOIN pages USING (wiki)
ORDER BY wiki
