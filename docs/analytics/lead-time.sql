-- How long before the show do guests buy?
WITH bought AS (
  SELECT epoch(startsAt - paidAt) / 3600 AS hours, len(seats) AS seats FROM bookings JOIN shows USING (showtimeId)
), spans(place, span, fromHours, toHours) AS (
  VALUES (1, 'after the start', -1e9, 0), (2, 'within 1 h', 0, 1), (3, '1 to 6 h', 1, 6), (4, '6 to 24 h', 6, 24), (5, '1 to 3 days', 24, 72),
    (6, '3 to 7 days', 72, 168), (7, 'more than 7 days', 168, 1e9)
)
SELECT place, span, count(hours) AS bookings, coalesce(sum(seats), 0)::BIGINT AS seats,
  round(100.0 * count(hours) / (SELECT count(*) FROM bought), 1) AS percent
FROM spans LEFT JOIN bought ON hours >= fromHours AND hours < toHours GROUP BY place, span ORDER BY place;
