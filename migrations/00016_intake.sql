-- +goose Up
-- How long after closing what came in time may still be recorded, in calendar days.
-- Calls released before this was asked promised none.
ALTER TABLE consultations
    ADD COLUMN intake_days smallint NOT NULL DEFAULT 0 CHECK (intake_days BETWEEN 0 AND 30),
    ADD COLUMN intake_closed_at timestamptz CHECK (intake_closed_at IS NULL OR (state = 'released' AND intake_closed_at >= closes_at));

-- Rows of a table that was looked through and waits for the clerk's word. Under
-- seal, so that any instance may go on with it, and for a day at most.
CREATE SEQUENCE intake_batch_ids;
CREATE TABLE intake_batches (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint NOT NULL DEFAULT nextval('intake_batch_ids'),
    staff_id        bigint NOT NULL REFERENCES staff,
    rows            int NOT NULL CHECK (rows > 0),
    rows_mac        bytea NOT NULL, -- tells the same rows uploaded again
    rows_sealed     bytea, -- NULL: imported, or given up
    created_at      timestamptz NOT NULL,
    imported_at     timestamptz,
    PRIMARY KEY (consultation_id, id),
    CHECK (imported_at IS NULL OR rows_sealed IS NULL)
);
CREATE INDEX intake_batches_waiting ON intake_batches (created_at) WHERE rows_sealed IS NOT NULL;

-- What a clerk recorded (线下登记): beside each comment of such a channel, the days
-- that it counts by and who recorded it.
CREATE TABLE intakes (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    received_on     date NOT NULL,
    postmarked_on   date CHECK (postmarked_on <= received_on), -- NULL: no letter, or illegible
    place           text NOT NULL DEFAULT '', -- where a hearing or forum was held
    recorded_by     bigint NOT NULL REFERENCES staff,
    recorded_at     timestamptz NOT NULL,
    batch_id        bigint, -- NULL: recorded by itself
    batch_row       int,    -- its row in that table
    PRIMARY KEY (consultation_id, comment_id),
    FOREIGN KEY (consultation_id, comment_id) REFERENCES comments,
    FOREIGN KEY (consultation_id, batch_id) REFERENCES intake_batches,
    CHECK ((batch_id IS NULL) = (batch_row IS NULL))
);
CREATE UNIQUE INDEX intakes_by_batch ON intakes (consultation_id, batch_id, batch_row) WHERE batch_id IS NOT NULL;
CREATE TRIGGER intakes_immutable BEFORE UPDATE OR DELETE ON intakes FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- How many of the comments that were answered had come by such a channel.
ALTER TABLE results ADD COLUMN offline int NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE results DROP COLUMN offline;
DROP TABLE intakes, intake_batches;
DROP SEQUENCE intake_batch_ids;
ALTER TABLE consultations DROP COLUMN intake_closed_at, DROP COLUMN intake_days;
