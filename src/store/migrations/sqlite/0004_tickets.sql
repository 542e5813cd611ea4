-- Tickets of other systems and the conversations that are about them. A ticket is known by its hook and its id there.

CREATE TABLE tickets (
    hook        TEXT NOT NULL,
    ticket      TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    version     INTEGER NOT NULL,       -- how often this row was written: who writes says which one they know of
    subject_hash BLOB,               -- of the words as they were kept; none = never told
    body_hash   BLOB,
    is_closed   INTEGER NOT NULL,       -- 0, 1
    at          INTEGER NOT NULL,       -- of the last delivery with an effect
    PRIMARY KEY (hook, ticket)
) STRICT;
CREATE INDEX tickets_by_conversation ON tickets (conversation_id);

-- The comments that were heard, so that none is heard twice.
CREATE TABLE ticket_comments (
    hook        TEXT NOT NULL,
    ticket      TEXT NOT NULL,
    hash        BLOB NOT NULL,
    PRIMARY KEY (hook, ticket, hash),
    FOREIGN KEY (hook, ticket) REFERENCES tickets (hook, ticket) ON DELETE CASCADE
) STRICT;

-- Signed deliveries that had their effect: none has it twice.
CREATE TABLE deliveries (
    hook        TEXT NOT NULL,
    hash        BLOB NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (hook, hash)
) STRICT;
CREATE INDEX deliveries_by_time ON deliveries (at);
