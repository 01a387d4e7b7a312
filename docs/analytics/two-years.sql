-- How does each month compare with the same month of the year before?
WITH months AS (
  SELECT year(businessDate)::INTEGER AS year, month(businessDate)::INTEGER AS month, count(*) AS seats,
    count(DISTINCT showtimeId) AS shows
  FROM sold JOIN shows USING (showtimeId)
  ANTI JOIN returned r ON r.bookingId = sold.bookingId AND r.seatId = sold.seatId
  GROUP BY ALL
)
SELECT m.year, m.month, m.shows, m.seats, round(m.seats / m.shows, 1) AS seatsPerShow, b.seats AS seatsYearBefore,
  round(100.0 * (m.seats - b.seats) / b.seats, 1) AS changePercent
FROM months m LEFT JOIN months b ON b.year = m.year - 1 AND b.month = m.month ORDER BY m.year, m.month;
