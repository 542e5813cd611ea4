-- Figures over many conversations, and what people say about articles.

ALTER TABLE feedback ADD COLUMN page TEXT;   -- the path of the article it is about

-- The few events that say how fixes turned out, with the two that make others count no more.
CREATE INDEX events_of_outcome ON events (conversation_id, seq, kind, payload)
    WHERE kind IN ('cured', 'failed', 'helped', 'restarted', 'undone');
