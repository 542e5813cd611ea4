-- Never change this file once it is released: add another one. Times are milliseconds since 1970 (UTC), ids are 32
-- hexadecimal digits. Words such as states and kinds belong to the program and are not listed here.

CREATE TABLE conversations (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    revision    TEXT NOT NULL,            -- of the knowledge base it began with
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    turn        BIGINT NOT NULL,          -- how many turns were made: who appends says how many they know of
    state       TEXT NOT NULL,
    recognised  TEXT,
    symptom     TEXT,
    cause       TEXT,
    steps       BIGINT NOT NULL
);
CREATE INDEX conversations_by_update ON conversations (updated_at);
CREATE INDEX conversations_by_creation ON conversations (created_at);

-- The ledger: what happened in a conversation, in order.
CREATE TABLE events (
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq         BIGINT NOT NULL,          -- 0, 1, 2, … within the conversation
    kind        TEXT NOT NULL,
    at          BIGINT NOT NULL,
    payload     TEXT NOT NULL,            -- JSON, as it was written
    PRIMARY KEY (conversation_id, seq)
);

-- What people said about the help they got. It outlives the conversation, which may be older.
CREATE TABLE feedback (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at          BIGINT NOT NULL,
    conversation_id TEXT COLLATE "C" REFERENCES conversations (id) ON DELETE SET NULL,
    revision    TEXT NOT NULL,
    verdict     TEXT NOT NULL,
    symptom     TEXT,
    cause       TEXT,
    fix         TEXT,
    comment     TEXT
);
CREATE INDEX feedback_by_time ON feedback (at);
CREATE INDEX feedback_by_conversation ON feedback (conversation_id);

-- Answers to requests with an Idempotency-Key: written together with what the request did.
CREATE TABLE idempotency_keys (
    scope       TEXT COLLATE "C" NOT NULL,
    key         TEXT COLLATE "C" NOT NULL,
    body_hash   BYTEA NOT NULL,
    at          BIGINT NOT NULL,
    status      BIGINT NOT NULL,
    answer      BYTEA NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (at);

-- Of a token only the hash is kept.
CREATE TABLE tokens (
    hash        BYTEA NOT NULL PRIMARY KEY,
    name        TEXT COLLATE "C" NOT NULL,
    scopes      TEXT NOT NULL,            -- words parted by blanks
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT,
    used_at     BIGINT,
    revoked_at  BIGINT
);
CREATE UNIQUE INDEX tokens_by_name ON tokens (name) WHERE revoked_at IS NULL;

-- What was asked in vain.
CREATE TABLE unanswered (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at          BIGINT NOT NULL,
    revision    TEXT NOT NULL,
    recognised  TEXT NOT NULL,            -- unknown, out_of_scope
    text        TEXT NOT NULL
);
CREATE INDEX unanswered_by_time ON unanswered (at);
