-- What is paid for each type of seat?
SELECT seatType, currency, count(*) AS seats, min(priceMinor) AS leastMinor, round(avg(priceMinor), 0)::BIGINT AS averageMinor,
  max(priceMinor) AS mostMinor
FROM sold GROUP BY seatType, currency ORDER BY averageMinor DESC, seatType;
