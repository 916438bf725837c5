-- +goose Up
-- Who answers a suggestion, and by when. Who had it before is in the audit.
CREATE TABLE suggestion_assignments (
    consultation_id bigint NOT NULL,
    suggestion_id   bigint NOT NULL,
    staff_id        bigint NOT NULL REFERENCES staff,
    due_on          date, -- NULL: whenever
    assigned_by     bigint NOT NULL REFERENCES staff,
    assigned_at     timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, suggestion_id),
    FOREIGN KEY (consultation_id, suggestion_id) REFERENCES suggestions
);
CREATE INDEX suggestion_assignments_by_staff ON suggestion_assignments (staff_id, consultation_id, suggestion_id);

-- A unit that is asked for its opinion on a suggestion (征求部门意见). It answers
-- once; whoever wants to know more asks again.
CREATE SEQUENCE unit_opinion_ids;
CREATE TABLE unit_opinions (
    consultation_id bigint NOT NULL,
    id              bigint NOT NULL DEFAULT nextval('unit_opinion_ids'),
    suggestion_id   bigint NOT NULL,
    unit_id         bigint NOT NULL REFERENCES units,
    question        text NOT NULL CHECK (question <> ''),
    due_on          date NOT NULL,
    asked_by        bigint NOT NULL REFERENCES staff,
    asked_at        timestamptz NOT NULL,
    answer          text NOT NULL DEFAULT '',
    answered_by     bigint REFERENCES staff,
    answered_at     timestamptz,
    withdrawn_by    bigint REFERENCES staff,
    withdrawn_at    timestamptz,
    PRIMARY KEY (consultation_id, id),
    FOREIGN KEY (consultation_id, suggestion_id) REFERENCES suggestions,
    CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (answer = '')),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK (answered_at IS NULL OR withdrawn_at IS NULL)
);
-- Nobody is asked twice about the same at once.
CREATE UNIQUE INDEX unit_opinions_open ON unit_opinions (consultation_id, suggestion_id, unit_id)
    WHERE answered_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX unit_opinions_by_suggestion ON unit_opinions (consultation_id, suggestion_id, id);
CREATE INDEX unit_opinions_by_unit ON unit_opinions (unit_id, due_on, id) WHERE withdrawn_at IS NULL;
CREATE INDEX unit_opinions_by_id ON unit_opinions (id); -- the address of a unit's page names no consultation

-- +goose StatementBegin
CREATE FUNCTION keep_unit_opinion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := '{answer,answered_by,answered_at,withdrawn_by,withdrawn_at}';
BEGIN
    IF OLD.answered_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL
       OR to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may THEN
        RAISE EXCEPTION 'what a unit was asked and answered is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER unit_opinions_immutable BEFORE UPDATE ON unit_opinions FOR EACH ROW EXECUTE FUNCTION keep_unit_opinion();
CREATE TRIGGER unit_opinions_kept BEFORE DELETE ON unit_opinions FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What staff tell each other about a suggestion, and nobody else.
CREATE SEQUENCE suggestion_note_ids;
CREATE TABLE suggestion_notes (
    consultation_id bigint NOT NULL,
    id              bigint NOT NULL DEFAULT nextval('suggestion_note_ids'),
    suggestion_id   bigint NOT NULL,
    staff_id        bigint NOT NULL REFERENCES staff,
    at              timestamptz NOT NULL,
    body            text NOT NULL CHECK (body <> ''),
    PRIMARY KEY (consultation_id, id),
    FOREIGN KEY (consultation_id, suggestion_id) REFERENCES suggestions
);
CREATE INDEX suggestion_notes_by_suggestion ON suggestion_notes (consultation_id, suggestion_id, id);
CREATE TRIGGER suggestion_notes_immutable BEFORE UPDATE OR DELETE ON suggestion_notes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE suggestion_notes, unit_opinions, suggestion_assignments;
DROP FUNCTION keep_unit_opinion;
DROP SEQUENCE suggestion_note_ids, unit_opinion_ids;
