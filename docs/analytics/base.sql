-- What the questions have in common: shows, holds and how they ended, seats sold and given back, bookings.

CREATE VIEW titles AS
SELECT movieId, arg_max(title, position) AS title
FROM (SELECT movieId, title, position FROM MovieRegistered UNION ALL SELECT movieId, title, position FROM MovieRevised)
GROUP BY movieId;

CREATE VIEW shows AS
SELECT s.showtimeId, s.stream, s.movieId, coalesce(title, s.movieId::VARCHAR) AS title, s.theaterId, s.hallId, s.startsAt, s.endsAt,
  s.businessDate, s.startsAt AT TIME ZONE 'UTC' AT TIME ZONE s.timeZone AS localStart, len(s.seats) AS capacity,
  (SELECT min(decidedAt) FROM SalesOpened o WHERE o.stream = s.stream) AS onSaleAt
FROM ShowtimeScheduled s LEFT JOIN titles USING (movieId);

-- What a hold comes to, and what the guest did about paying. A hold has at most one booking, and its stream.
CREATE VIEW holds AS
WITH ends AS (
  SELECT holdId, 'booked' AS ending, decidedAt AS endedAt FROM SeatsBooked
  UNION ALL SELECT holdId, 'given back', decidedAt FROM HoldReleased
  UNION ALL SELECT holdId, 'ran out', decidedAt FROM HoldExpired
), payments AS (
  SELECT stream, bool_or(kind = 'tried') AS tried, bool_or(kind = 'authorized') AS authorized, bool_or(kind = 'declined') AS declined
  FROM (
    SELECT stream, 'tried' AS kind FROM PaymentAttempted
    UNION ALL SELECT stream, 'authorized' FROM PaymentAuthorized
    UNION ALL SELECT stream, 'declined' FROM PaymentDeclined
  ) GROUP BY stream
)
SELECT h.stream, h.holdId, h.bookingId, h.decidedAt AS heldAt, h.seats, h.total, coalesce(tried, false) AS tried,
  coalesce(authorized, false) AS authorized, coalesce(declined, false) AS declined, endedAt,
  CASE
    WHEN ending IN ('booked', 'given back') THEN ending
    WHEN ending = 'ran out' AND declined THEN 'ran out, card declined'
    WHEN ending = 'ran out' AND tried THEN 'ran out while paying'
    WHEN ending = 'ran out' THEN 'ran out, no payment tried'
    ELSE 'open'
  END AS ending
FROM SeatsHeld h LEFT JOIN ends USING (holdId) LEFT JOIN payments p ON p.stream = 'booking-' || h.bookingId;

-- The last that was agreed before the payment: one row for each booking that was paid.
CREATE VIEW bookings AS
WITH agreed AS (
  SELECT stream, arg_max(seats, position) AS seats, arg_max(total, position) AS total, arg_max(customerId, position) AS customerId
  FROM (
    SELECT stream, position, seats, total, customerId FROM BookingInitiated
    UNION ALL SELECT stream, position, seats, total, customerId FROM BookingRevised
  ) GROUP BY stream
)
SELECT b.stream, b.bookingId, b.showtimeId, a.customerId, a.seats, a.total, c.decidedAt AS paidAt, c.amount AS paid
FROM BookingInitiated b JOIN agreed a USING (stream) JOIN PaymentCaptured c USING (stream) JOIN BookingConfirmed USING (stream);

-- One row for each seat that was sold, with its own price.
CREATE VIEW sold AS
SELECT showtimeId, bookingId, b.stream, customerId, paidAt, seat.id AS seatId, seat.type AS seatType, seat.ticketType AS ticketType,
  seat.price.amount AS priceMinor, seat.price.currency AS currency
FROM bookings b, unnest(b.seats) AS each(seat);

CREATE VIEW returned AS
SELECT stream AS showtimeStream, bookingId, unnest(seatIds) AS seatId, decidedAt AS returnedAt FROM SeatsReturned;
