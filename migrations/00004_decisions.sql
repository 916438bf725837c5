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
    PRIMARY KEY (consultation_id, position),
    UNIQUE (consultation_id, suggestion_id)
);
CREATE TABLE result_row_clauses (
    consultation_id bigint NOT NULL,
    clause_id       bigint NOT NULL,
    position        int NOT NULL,
    PRIMARY KEY (consultation_id, clause_id, position),
    FOREIGN KEY (consultation_id, position) REFERENCES result_rows
);
CREATE TRIGGER results_immutable BEFORE UPDATE OR DELETE ON results FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER result_rows_immutable BEFORE UPDATE OR DELETE ON result_rows FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE result_row_clauses, result_rows, results, decisions;
