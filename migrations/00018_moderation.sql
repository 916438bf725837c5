-- +goose Up
-- Why a comment is not public is a code, with words beside it where they help.
ALTER TABLE comments
    ADD COLUMN hidden_code text NOT NULL DEFAULT ''
        CHECK (hidden_code IN ('', 'personal_data', 'insult', 'spam', 'off_topic', 'petition', 'other')),
    ADD COLUMN moderated_at timestamptz, -- when it last became public or stopped being so
    ADD COLUMN revision int NOT NULL DEFAULT 0, -- steps of moderation so far: a moderator decides on what they saw
    DROP CONSTRAINT comments_check;

-- What moderation may change of a comment.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_comment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := '{visibility,hidden_code,hidden_reason,moderated_at,revision}';
    sealed constant text[] := '{name_sealed,phone_sealed,email_sealed,organisation_sealed,uscc_sealed}';
BEGIN
    CASE current_setting('nayan.personal', true)
        WHEN 'reseal' THEN may := may || sealed;
        WHEN 'erase' THEN may := may || sealed || '{public_name,phone_index,email_index,organisation_index,uscc_index}'::text[];
            IF num_nonnulls(NEW.name_sealed, NEW.phone_sealed, NEW.email_sealed, NEW.organisation_sealed, NEW.uscc_sealed) > 0 THEN
                RAISE EXCEPTION 'an erased comment keeps no personal field' USING ERRCODE = 'restrict_violation';
            END IF;
        ELSE NULL;
    END CASE;
    IF to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may
    OR NEW.visibility = 'pending' AND OLD.visibility <> 'pending'
    OR NEW.revision < OLD.revision THEN
        RAISE EXCEPTION 'a comment is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

-- Reasons from before there were codes stand in words of their own.
UPDATE comments SET hidden_code = 'other' WHERE visibility = 'hidden';
ALTER TABLE comments
    ADD CONSTRAINT comments_hidden_with_reason CHECK ((visibility = 'hidden') = (hidden_code <> '')),
    ADD CONSTRAINT comments_reason_in_words CHECK (CASE hidden_code WHEN '' THEN hidden_reason = '' WHEN 'other' THEN hidden_reason <> '' ELSE true END);

-- Parts of points that the public must not read, in characters of the point. The
-- point itself never changes. What was covered can be uncovered; that stays on
-- record as well.
CREATE TABLE redactions (
    consultation_id bigint NOT NULL,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL,
    starts          int NOT NULL CHECK (starts >= 0),
    ends            int NOT NULL CHECK (ends > starts),
    code            text NOT NULL CHECK (code IN ('personal_data', 'insult', 'spam')),
    redacted_by     bigint NOT NULL REFERENCES staff,
    redacted_at     timestamptz NOT NULL,
    undone_by       bigint REFERENCES staff,
    undone_at       timestamptz,
    PRIMARY KEY (consultation_id, id),
    FOREIGN KEY (consultation_id, comment_id, position) REFERENCES points,
    CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE INDEX redactions_in_force ON redactions (consultation_id, comment_id) WHERE undone_at IS NULL;

-- +goose StatementBegin
CREATE FUNCTION keep_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.undone_at IS NOT NULL OR to_jsonb(OLD) - '{undone_by,undone_at}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{undone_by,undone_at}'::text[] THEN
        RAISE EXCEPTION 'a redaction is only ever undone' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER redactions_immutable BEFORE UPDATE ON redactions FOR EACH ROW EXECUTE FUNCTION keep_redaction();
CREATE TRIGGER redactions_kept BEFORE DELETE ON redactions FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The public's text of the points that have something covered, worked out when it
-- is covered: no page does so again.
CREATE TABLE redacted_points (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL,
    body            text NOT NULL CHECK (body <> ''),
    PRIMARY KEY (consultation_id, comment_id, position),
    FOREIGN KEY (consultation_id, comment_id, position) REFERENCES points
);

-- Points as the public reads them. Whatever the public reads is read from here.
CREATE VIEW public_points AS
SELECT p.consultation_id, p.comment_id, p.position, coalesce(r.body, p.body) AS body
FROM points p LEFT JOIN redacted_points r
    ON r.consultation_id = p.consultation_id AND r.comment_id = p.comment_id AND r.position = p.position;

-- A released line changes in two ways: hiding a comment withholds its text, and a
-- transaction that covers a part of it (SET LOCAL nayan.redact) puts the mark there.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_result_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := '{shown}';
BEGIN
    IF current_setting('nayan.redact', true) = 'on' THEN
        may := may || '{body}'::text[];
    END IF;
    IF to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may THEN
        RAISE EXCEPTION 'a released result is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_result_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'shown' IS DISTINCT FROM to_jsonb(NEW) - 'shown' THEN
        RAISE EXCEPTION 'a released result is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
DROP VIEW public_points;
-- Nothing covered becomes readable by going back.
-- +goose StatementBegin
DO $$
BEGIN
    IF EXISTS (SELECT FROM redacted_points) THEN
        RAISE EXCEPTION 'parts of comments are covered: hide these comments and undo the redactions first';
    END IF;
END $$;
-- +goose StatementEnd
DROP TABLE redacted_points, redactions;
DROP FUNCTION keep_redaction;
ALTER TABLE comments DROP CONSTRAINT comments_hidden_with_reason, DROP CONSTRAINT comments_reason_in_words;
UPDATE comments SET hidden_reason = hidden_code WHERE visibility = 'hidden' AND hidden_reason = '';
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_comment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := '{visibility,hidden_reason}';
    sealed constant text[] := '{name_sealed,phone_sealed,email_sealed,organisation_sealed,uscc_sealed}';
BEGIN
    CASE current_setting('nayan.personal', true)
        WHEN 'reseal' THEN may := may || sealed;
        WHEN 'erase' THEN may := may || sealed || '{public_name,phone_index,email_index,organisation_index,uscc_index}'::text[];
            IF num_nonnulls(NEW.name_sealed, NEW.phone_sealed, NEW.email_sealed, NEW.organisation_sealed, NEW.uscc_sealed) > 0 THEN
                RAISE EXCEPTION 'an erased comment keeps no personal field' USING ERRCODE = 'restrict_violation';
            END IF;
        ELSE NULL;
    END CASE;
    IF to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may
    OR NEW.visibility = 'pending' AND OLD.visibility <> 'pending' THEN
        RAISE EXCEPTION 'a comment is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
ALTER TABLE comments DROP COLUMN hidden_code, DROP COLUMN moderated_at, DROP COLUMN revision;
ALTER TABLE comments ADD CONSTRAINT comments_check CHECK ((visibility = 'hidden') = (hidden_reason <> ''));
