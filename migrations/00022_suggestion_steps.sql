-- +goose Up
-- What staff did to suggestions: cut, put together, moved, and took back. A step is
-- the links between points and suggestions that it ended and those that it made;
-- nothing else says what it did, and taking it back is the same with the sides
-- exchanged.
CREATE TABLE suggestion_steps (
    consultation_id bigint NOT NULL,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    kind            text NOT NULL CHECK (kind IN ('split', 'attach', 'detach', 'move', 'merge', 'adopt_group', 'undo')),
    undoes          bigint, -- the step that it takes back
    -- For the reader of a list, worked out when the step is taken.
    into_id         bigint, -- the suggestion that got points
    from_ids        bigint[] NOT NULL DEFAULT '{}', -- the first of those that gave points
    from_count      int NOT NULL DEFAULT 0,
    points          int NOT NULL CHECK (points > 0),
    staff_id        bigint NOT NULL REFERENCES staff,
    at              timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, id),
    UNIQUE (consultation_id, undoes),
    FOREIGN KEY (consultation_id) REFERENCES consultations,
    FOREIGN KEY (consultation_id, undoes) REFERENCES suggestion_steps,
    CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
    CHECK (undoes < id)
);
CREATE INDEX suggestion_steps_by_first ON suggestion_steps (consultation_id, (from_ids[1]), id);
CREATE TRIGGER suggestion_steps_immutable BEFORE UPDATE OR DELETE ON suggestion_steps FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- No reference to suggestions and points: their own link has it, and neither is
-- ever deleted. A step may have 100,000 of these.
CREATE TABLE suggestion_step_links (
    consultation_id bigint NOT NULL,
    step_id         bigint NOT NULL,
    suggestion_id   bigint NOT NULL,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL,
    added           boolean NOT NULL, -- made by the step; else ended by it
    starts          int,
    ends            int,
    PRIMARY KEY (consultation_id, step_id, suggestion_id, comment_id, position, added),
    FOREIGN KEY (consultation_id, step_id) REFERENCES suggestion_steps,
    CHECK ((starts IS NULL) = (ends IS NULL) AND starts >= 0 AND ends > starts)
);
CREATE INDEX suggestion_step_links_by_suggestion ON suggestion_step_links (consultation_id, suggestion_id, step_id);
CREATE INDEX suggestion_step_links_by_point ON suggestion_step_links (consultation_id, comment_id, position, step_id);
CREATE TRIGGER suggestion_step_links_immutable BEFORE UPDATE OR DELETE ON suggestion_step_links
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE suggestion_step_links, suggestion_steps;
