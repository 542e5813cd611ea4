-- Keys that all servers on this store share, each made once by whoever needs it first.

CREATE TABLE keys (
    name        TEXT NOT NULL PRIMARY KEY,  -- what it is for
    value       BYTEA NOT NULL,             -- 32 random bytes
    created_at  BIGINT NOT NULL
);
