-- +goose Up
-- A suggestion whose points all went to others keeps its number, and says where
-- they went: what was written about it can still be found.
ALTER TABLE suggestions
    ADD COLUMN merged_into bigint,
    ADD COLUMN summary text NOT NULL DEFAULT '', -- how results put what several said; '': as the first of them did
    ADD FOREIGN KEY (consultation_id, merged_into) REFERENCES suggestions,
    ADD CHECK (merged_into <> id);
CREATE INDEX suggestions_merged ON suggestions (consultation_id, merged_into) WHERE merged_into IS NOT NULL;

-- The part of the point that the suggestion is about, in characters; NULL: all of it.
ALTER TABLE suggestion_points
    ADD COLUMN starts int,
    ADD COLUMN ends int,
    ADD CHECK ((starts IS NULL) = (ends IS NULL) AND starts >= 0 AND ends > starts);

-- Whatever staff split, merge and move: at the end of the transaction each point
-- belongs to a suggestion, and each suggestion has a point or says where they went.
-- +goose StatementBegin
CREATE FUNCTION keep_points_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM suggestion_points o WHERE o.consultation_id = OLD.consultation_id
        AND o.comment_id = OLD.comment_id AND o.position = OLD.position) THEN
        RAISE EXCEPTION 'a point belongs to at least one suggestion' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM suggestions s WHERE s.consultation_id = OLD.consultation_id AND s.id = OLD.suggestion_id AND s.merged_into IS NULL)
    AND NOT EXISTS (SELECT FROM suggestion_points o WHERE o.consultation_id = OLD.consultation_id AND o.suggestion_id = OLD.suggestion_id) THEN
        RAISE EXCEPTION 'a suggestion without points says where they went' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION keep_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT s.merged_into IS NULL FROM suggestions s WHERE s.consultation_id = NEW.consultation_id AND s.id = NEW.id)
       IS DISTINCT FROM EXISTS (SELECT FROM suggestion_points o WHERE o.consultation_id = NEW.consultation_id AND o.suggestion_id = NEW.id) THEN
        RAISE EXCEPTION 'a suggestion is merged when it has no point, and only then' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER suggestion_points_answered AFTER UPDATE OR DELETE ON suggestion_points
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keep_points_answered();
CREATE CONSTRAINT TRIGGER suggestions_merged_kept AFTER UPDATE OF merged_into ON suggestions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keep_merged();
CREATE TRIGGER suggestions_kept BEFORE DELETE ON suggestions FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A second person looks at each decision before it is released.
ALTER TABLE decisions
    ADD COLUMN checked_by bigint REFERENCES staff,
    ADD COLUMN checked_at timestamptz,
    ADD CHECK ((checked_by IS NULL) = (checked_at IS NULL)),
    ADD CHECK (checked_by <> decided_by),
    ADD CHECK (checked_by IS NULL OR reason <> '');

-- Results come in one batch or several; the last one says that nothing is left.
-- What a batch says of comments, persons and enterprises is said of all of them.
ALTER TABLE result_rows DROP CONSTRAINT result_rows_consultation_id_fkey;
ALTER TABLE results
    DROP CONSTRAINT results_pkey,
    ADD COLUMN batch int NOT NULL DEFAULT 1 CHECK (batch > 0),
    ADD COLUMN left_open int NOT NULL DEFAULT 0 CHECK (left_open >= 0), -- suggestions still to be answered
    ADD PRIMARY KEY (consultation_id, batch);
CREATE UNIQUE INDEX results_last ON results (consultation_id) WHERE left_open = 0;

ALTER TABLE result_rows
    ADD COLUMN batch int NOT NULL DEFAULT 1,
    ADD COLUMN comments int NOT NULL DEFAULT 1, -- 件 that say it
    ADD COLUMN persons int NOT NULL DEFAULT 0,
    ADD COLUMN enterprises int NOT NULL DEFAULT 0,
    ADD FOREIGN KEY (consultation_id, batch) REFERENCES results;
ALTER TABLE result_rows ALTER COLUMN comments DROP DEFAULT, ALTER COLUMN persons DROP DEFAULT, ALTER COLUMN enterprises DROP DEFAULT;

-- The lines are an index of the rows: a further batch counts them anew.
-- +goose StatementBegin
CREATE FUNCTION keep_result_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('nayan.lines', true) = 'on' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'a released result is immutable' USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
DROP TRIGGER result_row_clauses_immutable ON result_row_clauses;
CREATE TRIGGER result_row_clauses_immutable BEFORE UPDATE OR DELETE ON result_row_clauses
    FOR EACH ROW EXECUTE FUNCTION keep_result_lines();

-- The lines released before this say themselves how many stand behind them.
-- +goose StatementBegin
DO $$
BEGIN
    ALTER TABLE result_rows DISABLE TRIGGER result_rows_immutable;
    UPDATE result_rows w SET comments = n.comments, persons = n.persons, enterprises = n.enterprises
    FROM (SELECT o.consultation_id, o.suggestion_id, count(DISTINCT m.id) AS comments,
            count(DISTINCT coalesce(m.phone_index, m.email_index, int8send(m.id))) FILTER (WHERE m.identity = 'resident') AS persons,
            count(DISTINCT coalesce(m.uscc_index, m.organisation_index, int8send(m.id))) FILTER (WHERE m.identity = 'enterprise') AS enterprises
        FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
        WHERE NOT EXISTS (SELECT FROM superseded_comments z WHERE z.consultation_id = o.consultation_id AND z.comment_id = o.comment_id)
        GROUP BY o.consultation_id, o.suggestion_id) n
    WHERE w.consultation_id = n.consultation_id AND w.suggestion_id = n.suggestion_id;
    ALTER TABLE result_rows ENABLE TRIGGER result_rows_immutable;
END $$;
-- +goose StatementEnd

-- What has been released of a consultation, batches together.
CREATE VIEW results_now AS
SELECT r.consultation_id, max(r.released_at) AS released_at, count(*)::int AS batches, min(r.left_open) AS left_open,
    max(r.comments) AS comments, max(r.persons) AS persons, max(r.enterprises) AS enterprises, max(r.offline) AS offline,
    max(r.superseded) AS superseded, sum(r.suggestions)::int AS suggestions, sum(r.adopted)::int AS adopted,
    sum(r.partly_adopted)::int AS partly_adopted, sum(r.not_adopted)::int AS not_adopted, sum(r.explained)::int AS explained,
    sum(r.out_of_scope)::int AS out_of_scope, sum(r.enterprise_suggestions)::int AS enterprise_suggestions
FROM results r GROUP BY r.consultation_id;

-- The name and the text of a released line: a group speaks in the words that staff
-- found for it, or in those of the first of its points that is public; up to three
-- of the names that are public. A part of a point that has something covered in it
-- reads as the point does: nothing covered comes out by cutting.
-- +goose StatementBegin
CREATE FUNCTION result_text(consultation bigint, suggestion bigint)
RETURNS TABLE (public_name text, body text, shown boolean) LANGUAGE sql STABLE AS $$
    WITH o AS (
        SELECT m.public_name, o.comment_id, o.position, row_number() OVER (ORDER BY o.comment_id, o.position) AS n,
            CASE WHEN o.starts IS NULL OR r.body IS NOT NULL THEN coalesce(r.body, p.body)
                ELSE substr(p.body, o.starts + 1, o.ends - o.starts) END AS body
        FROM suggestion_points o
        JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id AND m.visibility = 'published'
        JOIN points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
        LEFT JOIN redacted_points r ON r.consultation_id = o.consultation_id AND r.comment_id = o.comment_id AND r.position = o.position
        WHERE o.consultation_id = consultation AND o.suggestion_id = suggestion
          AND NOT EXISTS (SELECT FROM superseded_comments z WHERE z.consultation_id = o.consultation_id AND z.comment_id = o.comment_id)
        ORDER BY o.comment_id, o.position LIMIT 50
    )
    SELECT coalesce((SELECT string_agg(x.public_name, '、' ORDER BY x.n) FROM (SELECT o.public_name, min(o.n) AS n FROM o
            WHERE o.public_name <> '' GROUP BY o.public_name ORDER BY 2 LIMIT 3) x), ''),
        coalesce(nullif((SELECT s.summary FROM suggestions s WHERE s.consultation_id = consultation AND s.id = suggestion), ''),
            (SELECT o.body FROM o WHERE o.n = 1), ''),
        EXISTS (SELECT FROM o)
$$;
-- +goose StatementEnd

-- Moderation after the release may put other words of the same group in a line.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_result_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := '{shown}';
BEGIN
    IF current_setting('nayan.redact', true) = 'on' THEN
        may := may || '{body,public_name}'::text[];
    END IF;
    IF to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may THEN
        RAISE EXCEPTION 'a released result is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

-- What has been answered in public is not taken apart any more.
-- +goose StatementBegin
CREATE FUNCTION keep_released_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM result_rows w WHERE w.consultation_id = OLD.consultation_id AND w.suggestion_id IN (OLD.suggestion_id, NEW.suggestion_id)) THEN
        RAISE EXCEPTION 'a released suggestion keeps its points' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
-- +goose StatementEnd
CREATE TRIGGER suggestion_points_released BEFORE UPDATE OR DELETE ON suggestion_points
    FOR EACH ROW EXECUTE FUNCTION keep_released_points();

-- +goose Down
DROP TRIGGER suggestion_points_released ON suggestion_points;
DROP FUNCTION keep_released_points;
-- +goose StatementBegin
DO $$
BEGIN
    IF EXISTS (SELECT FROM results WHERE batch > 1 OR left_open > 0) OR EXISTS (SELECT FROM suggestions WHERE merged_into IS NOT NULL) THEN
        RAISE EXCEPTION 'results were released in batches or suggestions merged: there is no way back';
    END IF;
END $$;
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
DROP FUNCTION result_text;
DROP VIEW results_now;
DROP TRIGGER result_row_clauses_immutable ON result_row_clauses;
CREATE TRIGGER result_row_clauses_immutable BEFORE UPDATE OR DELETE ON result_row_clauses
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP FUNCTION keep_result_lines;
ALTER TABLE result_rows DROP CONSTRAINT result_rows_consultation_id_batch_fkey,
    DROP COLUMN batch, DROP COLUMN comments, DROP COLUMN persons, DROP COLUMN enterprises;
DROP INDEX results_last;
ALTER TABLE results DROP CONSTRAINT results_pkey, DROP COLUMN batch, DROP COLUMN left_open, ADD PRIMARY KEY (consultation_id);
ALTER TABLE result_rows ADD FOREIGN KEY (consultation_id) REFERENCES results;
ALTER TABLE decisions DROP COLUMN checked_by, DROP COLUMN checked_at;
DROP TRIGGER suggestions_kept ON suggestions;
DROP TRIGGER suggestions_merged_kept ON suggestions;
DROP TRIGGER suggestion_points_answered ON suggestion_points;
DROP FUNCTION keep_merged, keep_points_answered;
ALTER TABLE suggestion_points DROP COLUMN starts, DROP COLUMN ends;
ALTER TABLE suggestions DROP COLUMN merged_into, DROP COLUMN summary;
