-- +goose Up
-- A draft becomes public once, and stays so: a comment may be made on any version
-- that is public, and stays on it.
ALTER TABLE drafts ADD COLUMN published_at timestamptz; -- NULL: never public
DROP TRIGGER drafts_immutable ON drafts;
UPDATE drafts d SET published_at = c.released_at FROM consultations c
WHERE c.id = d.consultation_id AND c.draft_id = d.id AND c.state = 'released';
-- +goose StatementBegin
CREATE FUNCTION keep_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'published_at' IS DISTINCT FROM to_jsonb(NEW) - 'published_at' OR OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a draft is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER drafts_immutable BEFORE UPDATE ON drafts FOR EACH ROW EXECUTE FUNCTION keep_draft();
CREATE TRIGGER drafts_kept BEFORE DELETE ON drafts FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE consultations ADD COLUMN withdrawn_at timestamptz CHECK (withdrawn_at IS NULL OR state = 'released');

-- Which version somebody read, for which enterprise they spoke, and by which way
-- an opinion came in that a clerk recorded (线下登记).
ALTER TABLE comments DISABLE TRIGGER comments_immutable;
ALTER TABLE comments
    ADD COLUMN draft_id bigint NOT NULL DEFAULT 0,
    ADD COLUMN enterprise_id bigint REFERENCES enterprises, -- NULL: nobody spoke for a registered one
    DROP CONSTRAINT comments_channel_check,
    ADD CONSTRAINT comments_channel_check CHECK (channel IN ('web', 'api', 'phone', 'letter', 'email', 'desk', 'forum', 'hearing',
        'household_visit'));
UPDATE comments m SET draft_id = c.draft_id FROM consultations c WHERE c.id = m.consultation_id;
ALTER TABLE comments ENABLE TRIGGER comments_immutable;
CREATE INDEX comments_by_enterprise ON comments (enterprise_id) WHERE enterprise_id IS NOT NULL;

-- One enterprise has one voice in a consultation: the comment it sent last.
CREATE TABLE enterprise_voices (
    consultation_id bigint NOT NULL,
    enterprise_id   bigint NOT NULL REFERENCES enterprises,
    comment_id      bigint NOT NULL,
    previous_id     bigint NOT NULL DEFAULT 0, -- what it took the place of; 0: nothing
    PRIMARY KEY (consultation_id, enterprise_id),
    FOREIGN KEY (consultation_id, comment_id) REFERENCES comments
);
-- The earlier ones are kept, and answered 已由新意见替代.
CREATE TABLE superseded_comments (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    by_comment_id   bigint NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, comment_id),
    FOREIGN KEY (consultation_id, comment_id) REFERENCES comments
);
CREATE TRIGGER superseded_comments_immutable BEFORE UPDATE OR DELETE ON superseded_comments
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What a point says that its sender marked as a trade secret: under seal, apart
-- from the text, and in no public table.
CREATE TABLE trade_secrets (
    consultation_id bigint NOT NULL,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL,
    body_sealed     bytea NOT NULL,
    PRIMARY KEY (consultation_id, id),
    UNIQUE (consultation_id, comment_id, position),
    FOREIGN KEY (consultation_id, comment_id, position) REFERENCES points
);

-- Files that come with a comment. They are uploaded first, under a token that only
-- the form has, and belong to the comment from its insertion on.
CREATE SEQUENCE comment_file_ids;
CREATE TABLE comment_files (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint NOT NULL DEFAULT nextval('comment_file_ids'),
    comment_id      bigint NOT NULL DEFAULT 0, -- 0: uploaded, and not sent yet
    token_hash      bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    name_sealed     bytea NOT NULL,
    media_type      text NOT NULL,
    size            bigint NOT NULL CHECK (size > 0),
    sha256          bytea NOT NULL,
    uploaded_at     timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, id),
    UNIQUE (consultation_id, token_hash)
);
CREATE INDEX comment_files_by_comment ON comment_files (consultation_id, comment_id) WHERE comment_id <> 0;
CREATE INDEX comment_files_unsent ON comment_files (uploaded_at) WHERE comment_id = 0;
CREATE TABLE comment_file_chunks (
    consultation_id bigint NOT NULL,
    file_id         bigint NOT NULL,
    seq             int NOT NULL,
    data            bytea NOT NULL,
    PRIMARY KEY (consultation_id, file_id, seq),
    FOREIGN KEY (consultation_id, file_id) REFERENCES comment_files ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- +goose Down
DROP TABLE comment_file_chunks, comment_files, trade_secrets, superseded_comments, enterprise_voices;
DROP SEQUENCE comment_file_ids;
ALTER TABLE comments DROP CONSTRAINT comments_channel_check,
    ADD CONSTRAINT comments_channel_check CHECK (channel IN ('web', 'api')) NOT VALID,
    DROP COLUMN enterprise_id, DROP COLUMN draft_id;
ALTER TABLE consultations DROP COLUMN withdrawn_at;
DROP TRIGGER drafts_kept ON drafts;
DROP TRIGGER drafts_immutable ON drafts;
DROP FUNCTION keep_draft;
CREATE TRIGGER drafts_immutable BEFORE UPDATE OR DELETE ON drafts FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE drafts DROP COLUMN published_at;
