-- Never change this file once it is released: add another one. Times are milliseconds since 1970 (UTC), ids are 32
-- hexadecimal digits. Words such as states and kinds belong to the program and are not listed here.

CREATE TABLE conversations (
    id          TEXT NOT NULL PRIMARY KEY,
    revision    TEXT NOT NULL,            -- of the knowledge base it began with
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    turn        INTEGER NOT NULL,          -- how many turns were made: who appends says how many they know of
    state       TEXT NOT NULL,
    recognised  TEXT,
    symptom     TEXT,
    cause       TEXT,
    steps       INTEGER NOT NULL
) STRICT;
CREATE INDEX conversations_by_update ON conversations (updated_at);
CREATE INDEX conversations_by_creation ON conversations (created_at);

-- The ledger: what happened in a conversation, in order.
CREATE TABLE events (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq         INTEGER NOT NULL,          -- 0, 1, 2, … within the conversation
    kind        TEXT NOT NULL,
    at          INTEGER NOT NULL,
    payload     TEXT NOT NULL,            -- JSON, as it was written
    PRIMARY KEY (conversation_id, seq)
) STRICT;

-- What people said about the help they got. It outlives the conversation, which may be older.
CREATE TABLE feedback (
    id          TEXT NOT NULL PRIMARY KEY,
    at          INTEGER NOT NULL,
    conversation_id TEXT REFERENCES conversations (id) ON DELETE SET NULL,
    revision    TEXT NOT NULL,
    verdict     TEXT NOT NULL,
    symptom     TEXT,
    cause       TEXT,
    fix         TEXT,
    comment     TEXT
) STRICT;
CREATE INDEX feedback_by_time ON feedback (at);
CREATE INDEX feedback_by_conversation ON feedback (conversation_id);

-- Answers to requests with an Idempotency-Key: written together with what the request did.
CREATE TABLE idempotency_keys (
    scope       TEXT NOT NULL,
    key         TEXT NOT NULL,
    body_hash   BLOB NOT NULL,
    at          INTEGER NOT NULL,
    status      INTEGER NOT NULL,
    answer      BLOB NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (at);

-- Of a token only the hash is kept.
CREATE TABLE tokens (
    hash        BLOB NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    scopes      TEXT NOT NULL,            -- words parted by blanks
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,
    used_at     INTEGER,
    revoked_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX tokens_by_name ON tokens (name) WHERE revoked_at IS NULL;

-- What was asked in vain.
CREATE TABLE unanswered (
    id          TEXT NOT NULL PRIMARY KEY,
    at          INTEGER NOT NULL,
    revision    TEXT NOT NULL,
    recognised  TEXT NOT NULL,            -- unknown, out_of_scope
    text        TEXT NOT NULL
) STRICT;
CREATE INDEX unanswered_by_time ON unanswered (at);
