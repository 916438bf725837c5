-- +goose Up
CREATE TABLE consultations (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    no                 text UNIQUE CHECK (no ~ '^[0-9]{4}-[0-9]{4,}$'),
    state              text NOT NULL CHECK (state IN ('drafting', 'in_review', 'in_approval', 'approved', 'released')),
    unit_id            bigint NOT NULL REFERENCES units,
    kind               text NOT NULL CHECK (kind IN ('major_administrative_decision', 'normative_document_business',
                           'normative_document', 'plan', 'livelihood_project', 'other')),
    audience           text NOT NULL CHECK (audience IN ('public', 'enterprises')),
    title              text NOT NULL CHECK (title <> ''),
    legal_basis        text NOT NULL,
    contact            text NOT NULL,
    opens_at           timestamptz NOT NULL,
    closes_at          timestamptz NOT NULL CHECK (closes_at > opens_at),
    publish_while_open boolean NOT NULL DEFAULT false,
    notice_md          text NOT NULL,
    notice_html        text NOT NULL, -- rendered and sanitised when written
    explanation_md     text NOT NULL,
    explanation_html   text NOT NULL,
    draft_id           bigint NOT NULL DEFAULT 0, -- the current draft; 0 until one is imported
    author_id          bigint NOT NULL REFERENCES staff,
    reviewer_id        bigint REFERENCES staff,
    approver_id        bigint REFERENCES staff,
    released_at        timestamptz,
    results_at         timestamptz, -- when all decisions became public together
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    CHECK (author_id <> reviewer_id AND author_id <> approver_id AND reviewer_id <> approver_id),
    CHECK ((state = 'released') = (no IS NOT NULL AND released_at IS NOT NULL)),
    CHECK (state <> 'released' OR (draft_id <> 0 AND reviewer_id IS NOT NULL AND approver_id IS NOT NULL)),
    -- Results cannot be released before closing.
    CHECK (results_at IS NULL OR (state = 'released' AND results_at >= closes_at))
);
CREATE INDEX consultations_public ON consultations (closes_at DESC, id) WHERE state = 'released';
CREATE INDEX consultations_by_release ON consultations (released_at) WHERE state = 'released';
CREATE INDEX consultations_by_state ON consultations (state, updated_at DESC);
CREATE INDEX consultations_by_unit ON consultations (unit_id);

-- What a search looks in: title, unit, draft title and clauses, folded (see
-- repo/search.go). Apart from the consultation, whose every step would write
-- thousands of index entries anew.
CREATE TABLE consultation_texts (
    consultation_id bigint PRIMARY KEY REFERENCES consultations,
    text            text NOT NULL,
    grams           tsvector NOT NULL -- its characters and bigrams
);
CREATE INDEX consultation_texts_grams ON consultation_texts USING gin (grams) WITH (fastupdate = off);

-- The consultations that contain all the grams and match all the LIKE patterns.
-- The planner does not count what it costs to fetch long values out of line, and
-- takes reading them all for cheaper than the index: it is a hundred times slower.
CREATE FUNCTION consultations_containing(wanted tsquery, patterns text[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT consultation_id FROM consultation_texts WHERE grams @@ wanted AND text LIKE ALL (patterns)
$$;

CREATE TABLE review_steps (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    at              timestamptz NOT NULL,
    staff_id        bigint NOT NULL REFERENCES staff,
    action          text NOT NULL,
    from_state      text NOT NULL,
    to_state        text NOT NULL,
    reason          text NOT NULL DEFAULT '',
    PRIMARY KEY (consultation_id, id)
);
CREATE TRIGGER review_steps_immutable BEFORE UPDATE OR DELETE ON review_steps
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE drafts (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    version         int NOT NULL CHECK (version > 0),
    title           text NOT NULL,
    file_name       text NOT NULL,
    warnings        jsonb NOT NULL,
    created_at      timestamptz NOT NULL,
    created_by      bigint NOT NULL REFERENCES staff,
    PRIMARY KEY (consultation_id, id),
    UNIQUE (consultation_id, version)
);
-- A new text is a new version.
CREATE TRIGGER drafts_immutable BEFORE UPDATE OR DELETE ON drafts FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Ids are taken before the rows are written: a clause is never updated, not even
-- to learn its parent.
CREATE SEQUENCE clause_ids;
CREATE TABLE clauses (
    consultation_id  bigint NOT NULL,
    id               bigint NOT NULL DEFAULT nextval('clause_ids'),
    draft_id         bigint NOT NULL,
    parent_id        bigint NOT NULL DEFAULT 0,
    position         int NOT NULL,
    depth            smallint NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('preamble', 'part', 'chapter', 'section', 'article',
                         'paragraph', 'item', 'subitem', 'appendix', 'table')),
    number           text NOT NULL,
    heading          text NOT NULL,
    text             text NOT NULL,
    label            text NOT NULL,
    published_points int NOT NULL DEFAULT 0, -- points the public can read, kept by moderation
    PRIMARY KEY (consultation_id, id),
    UNIQUE (consultation_id, draft_id, position),
    FOREIGN KEY (consultation_id, draft_id) REFERENCES drafts
);

-- A clause never changes meaning: only its counter moves.
-- +goose StatementBegin
CREATE FUNCTION keep_clause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.draft_id, OLD.parent_id, OLD.position, OLD.depth, OLD.kind, OLD.number, OLD.heading, OLD.text, OLD.label)
       IS DISTINCT FROM
       (NEW.draft_id, NEW.parent_id, NEW.position, NEW.depth, NEW.kind, NEW.number, NEW.heading, NEW.text, NEW.label) THEN
        RAISE EXCEPTION 'a clause is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER clauses_immutable BEFORE UPDATE ON clauses FOR EACH ROW EXECUTE FUNCTION keep_clause();
CREATE TRIGGER clauses_kept BEFORE DELETE ON clauses FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Files beside the notice, in chunks, so that the database is the only durable
-- store and a backup is whole.
CREATE SEQUENCE attachment_ids;
CREATE TABLE attachments (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint NOT NULL DEFAULT nextval('attachment_ids'),
    name            text NOT NULL CHECK (name <> ''),
    media_type      text NOT NULL,
    size            bigint NOT NULL CHECK (size > 0),
    sha256          bytea NOT NULL,
    created_by      bigint NOT NULL REFERENCES staff,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, id)
);
CREATE TABLE attachment_chunks (
    consultation_id bigint NOT NULL,
    attachment_id   bigint NOT NULL,
    seq             int NOT NULL,
    data            bytea NOT NULL,
    PRIMARY KEY (consultation_id, attachment_id, seq),
    -- Deferred: the file is streamed, and its size and hash are known at its end.
    FOREIGN KEY (consultation_id, attachment_id) REFERENCES attachments ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- +goose Down
DROP FUNCTION consultations_containing;
DROP TABLE attachment_chunks, attachments, clauses, drafts, review_steps, consultation_texts, consultations;
DROP SEQUENCE attachment_ids, clause_ids;
DROP FUNCTION keep_clause;
