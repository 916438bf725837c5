-- +goose Up
-- Private to the desk until the consultation's results are released.
CREATE TABLE decisions (
    consultation_id bigint NOT NULL,
    suggestion_id   bigint NOT NULL,
    outcome         text NOT NULL CHECK (outcome IN ('adopted', 'partly_adopted', 'not_adopted', 'explained', 'out_of_scope')),
    reason          text NOT NULL DEFAULT '',
    decided_by      bigint NOT NULL REFERENCES staff,
    decided_at      timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, suggestion_id),
    FOREIGN KEY (consultation_id, suggestion_id) REFERENCES suggestions
);

-- The released figures; the database itself holds that they foot.
CREATE TABLE results (
    consultation_id bigint PRIMARY KEY REFERENCES consultations,
    released_at     timestamptz NOT NULL,
    released_by     bigint NOT NULL REFERENCES staff,
    comments        int NOT NULL,
    persons         int NOT NULL,
    enterprises     int NOT NULL,
    suggestions     int NOT NULL,
    adopted         int NOT NULL,
    partly_adopted  int NOT NULL,
    not_adopted     int NOT NULL,
    explained       int NOT NULL,
    out_of_scope    int NOT NULL,
    CHECK (suggestions = adopted + partly_adopted + not_adopted + explained + out_of_scope)
);

-- What was published, line by line, as it was published: read without a join.
CREATE TABLE result_rows (
    consultation_id bigint NOT NULL REFERENCES results,
    position        int NOT NULL CHECK (position > 0),
    suggestion_id   bigint NOT NULL,
    public_name     text NOT NULL,
    clause_label    text NOT NULL,
    body            text NOT NULL,
    outcome         text NOT NULL,
    reason          text NOT NULL CHECK (reason <> ''),
    shown           boolean NOT NULL, -- name and text may be read: every comment behind the line is published
    PRIMARY KEY (consultation_id, position),
    UNIQUE (consultation_id, suggestion_id)
);
-- The same lines by clause: line counts through clauses in the order of the
-- draft, the whole draft (clause_id 0) first. A page is a range of lines.
CREATE TABLE result_row_clauses (
    consultation_id bigint NOT NULL,
    line            int NOT NULL CHECK (line > 0),
    clause_id       bigint NOT NULL,
    position        int NOT NULL,
    PRIMARY KEY (consultation_id, line),
    UNIQUE (consultation_id, clause_id, position),
    FOREIGN KEY (consultation_id, position) REFERENCES result_rows
);

-- What was released stays; hiding a comment later only withholds its text.
-- +goose StatementBegin
CREATE FUNCTION keep_result_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'shown' IS DISTINCT FROM to_jsonb(NEW) - 'shown' THEN
        RAISE EXCEPTION 'a released result is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER results_immutable BEFORE UPDATE OR DELETE ON results FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER result_rows_immutable BEFORE UPDATE ON result_rows FOR EACH ROW EXECUTE FUNCTION keep_result_row();
CREATE TRIGGER result_rows_kept BEFORE DELETE ON result_rows FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER result_row_clauses_immutable BEFORE UPDATE OR DELETE ON result_row_clauses
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE result_row_clauses, result_rows, results, decisions;
DROP FUNCTION keep_result_row;
