CREATE INDEX IF NOT EXISTS verdict_address_idx ON verdict (lower(address));
COMMENT ON INDEX verdict_address_idx IS 'lookup by address, case-insensitive';
