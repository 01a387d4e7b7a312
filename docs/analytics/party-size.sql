-- How many seats does a booking have?
SELECT len(seats)::INTEGER AS party, count(*) AS bookings, sum(len(seats))::BIGINT AS seats,
  round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent
FROM bookings GROUP BY party ORDER BY party;
