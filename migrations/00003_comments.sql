-- +goose Up
-- Not cached per connection: ids follow the order of arrival, and so do the lists.
CREATE SEQUENCE comment_ids;
CREATE SEQUENCE suggestion_ids;

CREATE TABLE comments (
    consultation_id     bigint NOT NULL REFERENCES consultations,
    id                  bigint NOT NULL DEFAULT nextval('comment_ids'),
    receipt_no          text NOT NULL,
    channel             text NOT NULL CHECK (channel IN ('web', 'api')),
    identity            text NOT NULL CHECK (identity IN ('resident', 'enterprise')),
    public_name         text NOT NULL, -- masked on the server before it is stored
    name_sealed         bytea,
    phone_sealed        bytea,
    email_sealed        bytea,
    organisation_sealed bytea,
    uscc_sealed         bytea,
    phone_index         bytea,
    email_index         bytea,
    organisation_index  bytea,
    uscc_index          bytea,
    text_hash           bytea NOT NULL CHECK (octet_length(text_hash) = 32),
    received_at         timestamptz NOT NULL,
    visibility          text NOT NULL DEFAULT 'pending' CHECK (visibility IN ('pending', 'published', 'hidden')),
    hidden_reason       text NOT NULL DEFAULT '',
    PRIMARY KEY (consultation_id, id),
    CHECK ((visibility = 'hidden') = (hidden_reason <> ''))
);
-- Partial, and not one index led by (consultation_id, visibility): on a table not
-- yet analysed the planner takes such an index for the foreign-key checks on
-- (consultation_id, id) and walks all of it, for every point of every comment.
CREATE INDEX comments_pending ON comments (consultation_id, id) WHERE visibility = 'pending';
CREATE INDEX comments_published ON comments (consultation_id, id) WHERE visibility = 'published';
CREATE INDEX comments_hidden ON comments (consultation_id, id) WHERE visibility = 'hidden';

-- A comment is immutable: what it says, who said it and when stay; hiding it
-- changes its visibility only, and says why.
-- +goose StatementBegin
CREATE FUNCTION keep_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - '{visibility,hidden_reason}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{visibility,hidden_reason}'::text[]
    OR NEW.visibility = 'pending' AND OLD.visibility <> 'pending' THEN
        RAISE EXCEPTION 'a comment is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER comments_immutable BEFORE UPDATE ON comments FOR EACH ROW EXECUTE FUNCTION keep_comment();
CREATE TRIGGER comments_kept BEFORE DELETE ON comments FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE points (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL CHECK (position > 0),
    body            text NOT NULL CHECK (body <> ''),
    PRIMARY KEY (consultation_id, comment_id, position),
    FOREIGN KEY (consultation_id, comment_id) REFERENCES comments
);
CREATE TRIGGER points_immutable BEFORE UPDATE OR DELETE ON points FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE point_clauses (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL,
    clause_id       bigint NOT NULL,
    PRIMARY KEY (consultation_id, comment_id, position, clause_id),
    FOREIGN KEY (consultation_id, comment_id, position) REFERENCES points,
    FOREIGN KEY (consultation_id, clause_id) REFERENCES clauses
);
CREATE INDEX point_clauses_by_clause ON point_clauses (consultation_id, clause_id);
CREATE TRIGGER point_clauses_immutable BEFORE UPDATE OR DELETE ON point_clauses
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What staff decide on. Each point starts as one suggestion.
CREATE TABLE suggestions (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint NOT NULL DEFAULT nextval('suggestion_ids'),
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, id)
);
CREATE TABLE suggestion_points (
    consultation_id bigint NOT NULL,
    suggestion_id   bigint NOT NULL,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL,
    PRIMARY KEY (consultation_id, suggestion_id, comment_id, position),
    FOREIGN KEY (consultation_id, suggestion_id) REFERENCES suggestions,
    FOREIGN KEY (consultation_id, comment_id, position) REFERENCES points
);
CREATE INDEX suggestion_points_by_point ON suggestion_points (consultation_id, comment_id, position);

-- Look-ups by receipt number start here: one small table that names the owner row.
CREATE TABLE receipts (
    no              text PRIMARY KEY,
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL
);
CREATE TRIGGER receipts_immutable BEFORE UPDATE OR DELETE ON receipts FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Idempotency: hashes and MACs only, no personal data.
CREATE TABLE comment_keys (
    consultation_id bigint NOT NULL,
    key_hash        bytea NOT NULL,
    request_mac     bytea NOT NULL,
    comment_id      bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, key_hash)
);

-- Counters in slots: a commenter takes one of the slots 1 to 64 by its backend,
-- moderation has slot 0, so that no two writers queue behind one row.
CREATE TABLE comment_counts (
    consultation_id bigint NOT NULL REFERENCES consultations,
    slot            smallint NOT NULL,
    comments        int NOT NULL DEFAULT 0,
    published       int NOT NULL DEFAULT 0,
    PRIMARY KEY (consultation_id, slot)
);

-- +goose Down
DROP TABLE comment_counts, comment_keys, receipts, suggestion_points, suggestions, point_clauses, points, comments;
DROP FUNCTION keep_comment;
DROP SEQUENCE comment_ids, suggestion_ids;
