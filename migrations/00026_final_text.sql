-- +goose Up
-- A version is put forward as the text as it was adopted (正式文本), or as one more
-- to be commented on, and is looked through as what it is. The last one that was
-- published is in force.
-- +goose StatementBegin
DO $$
DECLARE
    rule name;
BEGIN
    SELECT conname INTO STRICT rule FROM pg_constraint WHERE conrelid = 'draft_versions'::regclass AND contype = 'c'
        AND pg_get_constraintdef(oid) LIKE '%final%';
    EXECUTE format('ALTER TABLE draft_versions DROP CONSTRAINT %I', rule);
END $$;
CREATE OR REPLACE FUNCTION keep_draft_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.draft_id, OLD.from_draft_id, OLD.reason, OLD.final, OLD.proposed_by, OLD.proposed_at)
       IS DISTINCT FROM (NEW.draft_id, NEW.from_draft_id, NEW.reason, NEW.final, NEW.proposed_by, NEW.proposed_at)
       OR OLD.state IN ('published', 'sent_back') AND OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'a version is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- The version that people commented on: the last public one that is no final text.
CREATE FUNCTION consulted_draft(consultation bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(d.id), (SELECT c.draft_id FROM consultations c WHERE c.id = consultation)) FROM drafts d
    WHERE d.consultation_id = consultation AND d.published_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM draft_versions v WHERE v.consultation_id = d.consultation_id AND v.draft_id = d.id AND v.final)
$$;

-- The final text in force; 0: there is none yet. After the first there are no others.
CREATE FUNCTION final_draft(consultation bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(v.draft_id), 0) FROM draft_versions v
    WHERE v.consultation_id = consultation AND v.final AND v.state = 'published'
$$;
-- +goose StatementEnd

-- Which clauses of a final text were changed for which suggestion. A row without
-- set_by follows from the comparison: the clause the suggestion is on is another one
-- now. Those of a member of staff stand in the place of these; one with no clause
-- says that there is none.
CREATE TABLE decision_clauses (
    consultation_id bigint NOT NULL,
    suggestion_id   bigint NOT NULL,
    draft_id        bigint NOT NULL,
    clause_id       bigint,
    set_by          bigint REFERENCES staff,
    set_at          timestamptz,
    UNIQUE NULLS NOT DISTINCT (consultation_id, draft_id, suggestion_id, clause_id),
    FOREIGN KEY (consultation_id, suggestion_id) REFERENCES suggestions,
    FOREIGN KEY (consultation_id, draft_id) REFERENCES drafts,
    FOREIGN KEY (consultation_id, clause_id) REFERENCES clauses,
    CHECK ((set_by IS NULL) = (set_at IS NULL)),
    CHECK (clause_id IS NOT NULL OR set_by IS NOT NULL)
);
CREATE INDEX decision_clauses_by_clause ON decision_clauses (consultation_id, clause_id, suggestion_id);

-- The lines of one outcome, in order.
CREATE INDEX result_rows_by_outcome ON result_rows (consultation_id, outcome, position);

-- That the text was adopted is news of its own kind.
ALTER TABLE consultation_changes
    DROP CONSTRAINT consultation_changes_kind_check,
    ADD CONSTRAINT consultation_changes_kind_check CHECK (kind IN ('extended', 'withdrawn', 'delayed', 'new_version', 'corrected', 'final_text'));
ALTER TABLE follow_events
    DROP CONSTRAINT follow_events_event_check,
    ADD CONSTRAINT follow_events_event_check CHECK (event IN ('released', 'reminder', 'results', 'extended', 'withdrawn', 'delayed', 'new_version', 'final_text'));

-- +goose Down
ALTER TABLE consultation_changes
    DROP CONSTRAINT consultation_changes_kind_check,
    ADD CONSTRAINT consultation_changes_kind_check CHECK (kind IN ('extended', 'withdrawn', 'delayed', 'new_version', 'corrected')) NOT VALID;
ALTER TABLE follow_events
    DROP CONSTRAINT follow_events_event_check,
    ADD CONSTRAINT follow_events_event_check CHECK (event IN ('released', 'reminder', 'results', 'extended', 'withdrawn', 'delayed', 'new_version')) NOT VALID;
DROP INDEX result_rows_by_outcome;
DROP TABLE decision_clauses;
DROP FUNCTION final_draft, consulted_draft;
-- +goose StatementBegin
DO $$
BEGIN
    IF EXISTS (SELECT FROM draft_versions WHERE final AND state <> 'published') THEN
        RAISE EXCEPTION 'a final text is on its way: publish it or send it back, there is no way back before';
    END IF;
END $$;
CREATE OR REPLACE FUNCTION keep_draft_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.draft_id, OLD.from_draft_id, OLD.reason, OLD.proposed_by, OLD.proposed_at)
       IS DISTINCT FROM (NEW.draft_id, NEW.from_draft_id, NEW.reason, NEW.proposed_by, NEW.proposed_at)
       OR OLD.state IN ('published', 'sent_back') AND to_jsonb(OLD) - 'final' IS DISTINCT FROM to_jsonb(NEW) - 'final' THEN
        RAISE EXCEPTION 'a version is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
ALTER TABLE draft_versions ADD CHECK (state = 'published' OR NOT final);
