-- Figures over many conversations, and what people say about articles.

ALTER TABLE feedback ADD COLUMN page TEXT;   -- the path of the article it is about

-- The few events that say how fixes turned out, with the two that make others count no more.
CREATE INDEX events_of_outcome ON events (conversation_id, seq, kind, payload)
    WHERE kind IN ('cured', 'failed', 'helped', 'restarted', 'undone');

-- All that figures are made of stands in the index, so that no row of a hundred thousand has to be fetched.
CREATE INDEX conversations_of_figures
    ON conversations (created_at, updated_at, state, recognised, symptom, cause, revision, steps);
DROP INDEX conversations_by_creation;
