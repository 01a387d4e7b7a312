-- Which seats of the hall that sells most go first? 0 is the first seat of a show to be sold, 1 the last.
WITH busiest AS (SELECT hallId FROM sold JOIN shows USING (showtimeId) GROUP BY hallId ORDER BY count(*) DESC, hallId LIMIT 1),
places AS (
  SELECT seat.id AS seatId, any_value(seat.row) AS seatRow, any_value(seat.x) AS x, any_value(seat.y) AS y
  FROM ShowtimeScheduled s JOIN busiest USING (hallId), unnest(s.seats) AS each(seat) GROUP BY seat.id
), ranked AS (
  SELECT seatId, percent_rank() OVER (PARTITION BY showtimeId ORDER BY paidAt) AS turn
  FROM sold JOIN shows USING (showtimeId) JOIN busiest USING (hallId)
)
SELECT seatId, seatRow, x, y, count(turn) AS timesSold, round(avg(turn), 3) AS turn
FROM places LEFT JOIN ranked USING (seatId) GROUP BY ALL ORDER BY y, x;
