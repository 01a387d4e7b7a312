-- How many holds become tickets, and why do the others die?
WITH admitted AS (SELECT DISTINCT stream FROM TicketAdmitted),
steps AS (
  SELECT h.*, b.bookingId IS NOT NULL AS paid, a.stream IS NOT NULL AS seen
  FROM holds h LEFT JOIN bookings b ON b.bookingId = h.bookingId AND h.ending = 'booked'
  LEFT JOIN admitted a ON a.stream = b.stream
)
SELECT 'step' AS part, 1 AS place, 'held' AS what, count(*) AS holds FROM steps
UNION ALL SELECT 'step', 2, 'payment tried', count(*) FILTER (WHERE tried) FROM steps
UNION ALL SELECT 'step', 3, 'authorized', count(*) FILTER (WHERE authorized) FROM steps
UNION ALL SELECT 'step', 4, 'booked', count(*) FILTER (WHERE paid) FROM steps
UNION ALL SELECT 'step', 5, 'admitted', count(*) FILTER (WHERE seen) FROM steps
UNION ALL SELECT 'death', 6, ending, count(*) FROM steps WHERE ending NOT IN ('booked', 'open') GROUP BY ending
ORDER BY place, holds DESC, what;
