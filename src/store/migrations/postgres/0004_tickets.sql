-- Tickets of other systems and the conversations that are about them. A ticket is known by its hook and its id there.

CREATE TABLE tickets (
    hook        TEXT COLLATE "C" NOT NULL,
    ticket      TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    version     BIGINT NOT NULL,       -- how often this row was written: who writes says which one they know of
    subject_hash BYTEA,               -- of the words as they were kept; none = never told
    body_hash   BYTEA,
    is_closed   BIGINT NOT NULL,       -- 0, 1
    at          BIGINT NOT NULL,       -- of the last delivery with an effect
    PRIMARY KEY (hook, ticket)
);
CREATE INDEX tickets_by_conversation ON tickets (conversation_id);

-- The comments that were heard, so that none is heard twice.
CREATE TABLE ticket_comments (
    hook        TEXT COLLATE "C" NOT NULL,
    ticket      TEXT COLLATE "C" NOT NULL,
    hash        BYTEA NOT NULL,
    PRIMARY KEY (hook, ticket, hash),
    FOREIGN KEY (hook, ticket) REFERENCES tickets (hook, ticket) ON DELETE CASCADE
);

-- Signed deliveries that had their effect: none has it twice.
CREATE TABLE deliveries (
    hook        TEXT COLLATE "C" NOT NULL,
    hash        BYTEA NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (hook, hash)
);
CREATE INDEX deliveries_by_time ON deliveries (at);
