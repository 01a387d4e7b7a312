create unlogged table limits.rate_batches (like limits.batches including all);
