-- +goose Up
-- When the first answers became public; results_at is when the last did.
ALTER TABLE consultations ADD COLUMN first_results_at timestamptz;
UPDATE consultations SET first_results_at = results_at WHERE results_at IS NOT NULL;
ALTER TABLE consultations
    ADD CHECK (first_results_at >= closes_at),
    ADD CHECK (first_results_at <= results_at),
    -- What has been answered in public is not withdrawn any more.
    ADD CHECK (first_results_at IS NULL OR withdrawn_at IS NULL);

-- What was released is corrected in the open: by one person, confirmed by another,
-- with a reason that the public reads. The figures as they were first published
-- stay in results.
CREATE SEQUENCE result_correction_ids;
CREATE TABLE result_corrections (
    consultation_id bigint NOT NULL,
    id              bigint NOT NULL DEFAULT nextval('result_correction_ids'),
    suggestion_id   bigint NOT NULL,
    old_outcome     text NOT NULL,
    old_reason      text NOT NULL,
    outcome         text NOT NULL CHECK (outcome IN ('adopted', 'partly_adopted', 'not_adopted', 'explained', 'out_of_scope')),
    reason          text NOT NULL CHECK (reason <> ''),
    why             text NOT NULL CHECK (why <> ''),
    proposed_by     bigint NOT NULL REFERENCES staff,
    proposed_at     timestamptz NOT NULL,
    confirmed_by    bigint REFERENCES staff,
    confirmed_at    timestamptz,
    dropped_by      bigint REFERENCES staff,
    dropped_at      timestamptz,
    PRIMARY KEY (consultation_id, id),
    FOREIGN KEY (consultation_id, suggestion_id) REFERENCES result_rows (consultation_id, suggestion_id),
    CHECK (proposed_by <> confirmed_by),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) AND (dropped_by IS NULL) = (dropped_at IS NULL)),
    CHECK (confirmed_at IS NULL OR dropped_at IS NULL),
    CHECK ((old_outcome, old_reason) IS DISTINCT FROM (outcome, reason))
);
-- One at a time for each line.
CREATE UNIQUE INDEX result_corrections_open ON result_corrections (consultation_id, suggestion_id)
    WHERE confirmed_at IS NULL AND dropped_at IS NULL;
CREATE INDEX result_corrections_by_line ON result_corrections (consultation_id, suggestion_id, id);

-- +goose StatementBegin
CREATE FUNCTION keep_result_correction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends constant text[] := '{confirmed_by,confirmed_at,dropped_by,dropped_at}';
BEGIN
    IF to_jsonb(OLD) - ends IS DISTINCT FROM to_jsonb(NEW) - ends OR OLD.confirmed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL THEN
        RAISE EXCEPTION 'a correction is confirmed or dropped, once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER result_corrections_immutable BEFORE UPDATE ON result_corrections
    FOR EACH ROW EXECUTE FUNCTION keep_result_correction();
CREATE TRIGGER result_corrections_kept BEFORE DELETE ON result_corrections FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE result_rows ADD COLUMN corrected_at timestamptz; -- last

-- A released answer changes in the transaction that confirms its correction (SET
-- LOCAL nayan.correct), and into what that says.
-- +goose StatementBegin
CREATE FUNCTION correction_says(consultation bigint, suggestion bigint, from_outcome text, from_reason text, to_outcome text, to_reason text)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('nayan.correct', true) = 'on' AND EXISTS (SELECT FROM result_corrections k
        WHERE k.consultation_id = consultation AND k.suggestion_id = suggestion AND k.confirmed_at IS NOT NULL
          AND (k.old_outcome, k.old_reason, k.outcome, k.reason) = (from_outcome, from_reason, to_outcome, to_reason))
$$;
CREATE OR REPLACE FUNCTION keep_result_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := '{shown}';
BEGIN
    IF current_setting('nayan.redact', true) = 'on' THEN
        may := may || '{body,public_name}'::text[];
    END IF;
    IF correction_says(OLD.consultation_id, OLD.suggestion_id, OLD.outcome, OLD.reason, NEW.outcome, NEW.reason) THEN
        may := may || '{outcome,reason,corrected_at}'::text[];
    END IF;
    IF to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may THEN
        RAISE EXCEPTION 'a released result is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION keep_released_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM result_rows w WHERE w.consultation_id = OLD.consultation_id AND w.suggestion_id = OLD.suggestion_id)
    AND NOT correction_says(OLD.consultation_id, OLD.suggestion_id, OLD.outcome, OLD.reason, NEW.outcome, NEW.reason) THEN
        RAISE EXCEPTION 'a released decision changes by a correction only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER decisions_released BEFORE UPDATE ON decisions FOR EACH ROW
    WHEN ((OLD.outcome, OLD.reason) IS DISTINCT FROM (NEW.outcome, NEW.reason)) EXECUTE FUNCTION keep_released_decision();

-- The public history of the call says that an answer was corrected.
ALTER TABLE consultation_changes DROP CONSTRAINT consultation_changes_kind_check,
    ADD CONSTRAINT consultation_changes_kind_check CHECK (kind IN ('extended', 'withdrawn', 'delayed', 'new_version', 'corrected'));

-- The figures of a batch with what was corrected since. A correction takes one
-- from an outcome and gives one to another: they foot as those they come from.
CREATE VIEW result_batches_now AS
SELECT r.consultation_id, r.batch, r.released_at, r.left_open, r.comments, r.persons, r.enterprises, r.offline, r.superseded, r.suggestions,
    r.adopted + coalesce(k.adopted, 0) AS adopted, r.partly_adopted + coalesce(k.partly_adopted, 0) AS partly_adopted,
    r.not_adopted + coalesce(k.not_adopted, 0) AS not_adopted, r.explained + coalesce(k.explained, 0) AS explained,
    r.out_of_scope + coalesce(k.out_of_scope, 0) AS out_of_scope, r.enterprise_suggestions, coalesce(k.corrections, 0) AS corrections
FROM results r LEFT JOIN LATERAL (
    SELECT count(*) AS corrections,
        count(*) FILTER (WHERE k.outcome = 'adopted') - count(*) FILTER (WHERE k.old_outcome = 'adopted') AS adopted,
        count(*) FILTER (WHERE k.outcome = 'partly_adopted') - count(*) FILTER (WHERE k.old_outcome = 'partly_adopted') AS partly_adopted,
        count(*) FILTER (WHERE k.outcome = 'not_adopted') - count(*) FILTER (WHERE k.old_outcome = 'not_adopted') AS not_adopted,
        count(*) FILTER (WHERE k.outcome = 'explained') - count(*) FILTER (WHERE k.old_outcome = 'explained') AS explained,
        count(*) FILTER (WHERE k.outcome = 'out_of_scope') - count(*) FILTER (WHERE k.old_outcome = 'out_of_scope') AS out_of_scope
    FROM result_corrections k JOIN result_rows w ON w.consultation_id = k.consultation_id AND w.suggestion_id = k.suggestion_id
    WHERE k.consultation_id = r.consultation_id AND w.batch = r.batch AND k.confirmed_at IS NOT NULL
) k ON true;

CREATE OR REPLACE VIEW results_now AS
SELECT r.consultation_id, max(r.released_at) AS released_at, count(*)::int AS batches, min(r.left_open) AS left_open,
    max(r.comments) AS comments, max(r.persons) AS persons, max(r.enterprises) AS enterprises, max(r.offline) AS offline,
    max(r.superseded) AS superseded, sum(r.suggestions)::int AS suggestions, sum(r.adopted)::int AS adopted,
    sum(r.partly_adopted)::int AS partly_adopted, sum(r.not_adopted)::int AS not_adopted, sum(r.explained)::int AS explained,
    sum(r.out_of_scope)::int AS out_of_scope, sum(r.enterprise_suggestions)::int AS enterprise_suggestions,
    sum(r.corrections)::int AS corrections
FROM result_batches_now r GROUP BY r.consultation_id;

-- Who was told of their answers, once each (correction_id 0), and once more for each
-- correction. The row is written with the message; channel '' says that there was
-- no way to tell them.
CREATE TABLE author_tellings (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    correction_id   bigint NOT NULL DEFAULT 0,
    channel         text NOT NULL CHECK (channel IN ('', 'email', 'sms', 'inbox')),
    at              timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, comment_id, correction_id),
    FOREIGN KEY (consultation_id, comment_id) REFERENCES comments
);
CREATE TRIGGER author_tellings_immutable BEFORE UPDATE OR DELETE ON author_tellings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
-- +goose StatementBegin
DO $$
BEGIN
    IF EXISTS (SELECT FROM result_corrections WHERE confirmed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'released results were corrected: there is no way back';
    END IF;
END $$;
-- +goose StatementEnd
UPDATE messages SET state = 'expired', recipient_sealed = NULL, values_sealed = NULL
WHERE template IN ('answered', 'answer_corrected') AND state IN ('queued', 'held', 'failed', 'uncertain');
DROP TABLE author_tellings;
DROP VIEW results_now, result_batches_now;
CREATE VIEW results_now AS
SELECT r.consultation_id, max(r.released_at) AS released_at, count(*)::int AS batches, min(r.left_open) AS left_open,
    max(r.comments) AS comments, max(r.persons) AS persons, max(r.enterprises) AS enterprises, max(r.offline) AS offline,
    max(r.superseded) AS superseded, sum(r.suggestions)::int AS suggestions, sum(r.adopted)::int AS adopted,
    sum(r.partly_adopted)::int AS partly_adopted, sum(r.not_adopted)::int AS not_adopted, sum(r.explained)::int AS explained,
    sum(r.out_of_scope)::int AS out_of_scope, sum(r.enterprise_suggestions)::int AS enterprise_suggestions
FROM results r GROUP BY r.consultation_id;
ALTER TABLE consultation_changes DROP CONSTRAINT consultation_changes_kind_check,
    ADD CONSTRAINT consultation_changes_kind_check CHECK (kind IN ('extended', 'withdrawn', 'delayed', 'new_version')) NOT VALID;
DROP TRIGGER decisions_released ON decisions;
DROP FUNCTION keep_released_decision;
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
DROP FUNCTION correction_says;
ALTER TABLE result_rows DROP COLUMN corrected_at;
DROP TABLE result_corrections;
DROP SEQUENCE result_correction_ids;
ALTER TABLE consultations DROP COLUMN first_results_at;
