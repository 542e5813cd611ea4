-- Notes on their way to tickets. Delivered ones are kept for a while, to be looked at.

CREATE TABLE outbox (
    id          TEXT NOT NULL PRIMARY KEY,
    hook        TEXT NOT NULL,            -- the name in the settings of the ticket system it goes to
    ticket      TEXT NOT NULL,
    at          INTEGER NOT NULL,
    call        TEXT NOT NULL,            -- JSON, as it was written
    delivery    TEXT NOT NULL,            -- waiting, delivered, given-up
    attempts    INTEGER NOT NULL,         -- begun, whether or not one ever heard of their end
    next_at     INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,        -- until then it belongs to the process that delivers it
    ended_at    INTEGER,
    status      INTEGER,                  -- of the last answer
    words       TEXT                      -- what became of the last attempt
) STRICT;
CREATE INDEX outbox_waiting ON outbox (hook, next_at) WHERE delivery = 'waiting';
CREATE INDEX outbox_in_order ON outbox (hook, ticket, at, id) WHERE delivery = 'waiting';
CREATE INDEX outbox_by_state ON outbox (delivery, at);
CREATE INDEX outbox_by_end ON outbox (ended_at) WHERE ended_at IS NOT NULL;
