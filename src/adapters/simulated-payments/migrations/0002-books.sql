-- How often a booking's entries were written. A call decides on what it has read and writes only while that is the latest.
create table simulated_payments.books (
  booking_id text primary key,
  version integer not null
);
