-- +goose Up
-- Points that say the same, grouped as they come in. All of it but what staff chose
-- is worked out from the points and made anew with another similar.Version: no
-- reference guards it where that would cost a look for each of twenty keys a point.

-- How far the grouping of a consultation is. Ids of comments are given out before
-- they can be read: mark is the last id that could be read at mark_at, and once that
-- is long enough ago, none before it can still appear, and it is settled.
CREATE TABLE similar_state (
    consultation_id bigint PRIMARY KEY REFERENCES consultations,
    version         int NOT NULL DEFAULT 0, -- 0: nothing is grouped yet
    settled         bigint NOT NULL DEFAULT 0,
    mark            bigint NOT NULL DEFAULT 0,
    mark_at         timestamptz NOT NULL DEFAULT '-infinity',
    turn            bigint NOT NULL DEFAULT 0, -- grows whenever somebody worked on it
    seen            bigint NOT NULL DEFAULT 0, -- the last comment that was looked at
    groups          int NOT NULL DEFAULT 0,
    hinted          int NOT NULL DEFAULT 0, -- the groups there were when hints were last made
    -- What changes groups beside points: as it was when they were last counted.
    superseded      int NOT NULL DEFAULT 0,
    batches         int NOT NULL DEFAULT 0
);

-- A group is its leader, the first point that resembled none before it, and those
-- that joined it. Most are leaders alone.
CREATE TABLE similar_groups (
    consultation_id bigint NOT NULL,
    id              bigint NOT NULL, -- from 1, in the order of the leaders
    comment_id      bigint NOT NULL, -- the leader
    position        smallint NOT NULL,
    members         int NOT NULL CHECK (members > 0),
    counted         int NOT NULL DEFAULT 0, -- the members of which the following was worked out
    live            int NOT NULL DEFAULT 0, -- points whose sender did not speak again
    waiting         int NOT NULL DEFAULT 0, -- that can be brought to the others
    into_id         bigint, -- the suggestion that has most of those that can be moved
    state           text NOT NULL DEFAULT 'none' CHECK (state IN ('none', 'open', 'adopted', 'dismissed')),
    PRIMARY KEY (consultation_id, id),
    UNIQUE (consultation_id, comment_id, position),
    FOREIGN KEY (consultation_id, comment_id, position) REFERENCES points
);
CREATE INDEX similar_groups_by_size ON similar_groups (consultation_id, state, live DESC, id) WHERE state <> 'none';
CREATE INDEX similar_groups_grown ON similar_groups (consultation_id, id) WHERE members <> counted;

-- Every point once it has been looked at; without a group where it has no letters.
CREATE TABLE point_groups (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL,
    group_id        bigint,
    nth             int NOT NULL CHECK (nth >= 0), -- of its group, the leader is the first
    how             text NOT NULL CHECK (how IN ('', 'leader', 'exact', 'near')), -- exact: as an earlier text
    likeness        real NOT NULL CHECK (likeness BETWEEN 0 AND 1), -- to the leader
    PRIMARY KEY (consultation_id, comment_id, position),
    FOREIGN KEY (consultation_id, comment_id, position) REFERENCES points,
    FOREIGN KEY (consultation_id, group_id) REFERENCES similar_groups,
    CHECK ((group_id IS NULL) = (nth = 0) AND (group_id IS NULL) = (how = ''))
);
CREATE UNIQUE INDEX point_groups_by_group ON point_groups (consultation_id, group_id, nth) WHERE group_id IS NOT NULL;

-- What a text of these letters joined.
CREATE TABLE similar_texts (
    consultation_id bigint NOT NULL,
    hash            bytea NOT NULL CHECK (octet_length(hash) = 16),
    group_id        bigint NOT NULL,
    likeness        real NOT NULL,
    PRIMARY KEY (consultation_id, hash)
);
-- By what leaders are found.
CREATE TABLE similar_keys (
    consultation_id bigint NOT NULL,
    key             bigint NOT NULL,
    group_id        bigint NOT NULL,
    PRIMARY KEY (consultation_id, key, group_id)
);
-- Groups on one matter in words of their own: weaker proposals, all made together.
CREATE TABLE similar_hints (
    consultation_id bigint NOT NULL,
    hub_id          bigint NOT NULL, -- the group that has most of what they share; a row of its own too
    group_id        bigint NOT NULL,
    score           real NOT NULL,
    terms           text[] NOT NULL, -- the phrases shared with the hub; the hub's: those of most of them
    PRIMARY KEY (consultation_id, hub_id, group_id),
    FOREIGN KEY (consultation_id, hub_id) REFERENCES similar_groups,
    FOREIGN KEY (consultation_id, group_id) REFERENCES similar_groups
);
CREATE INDEX similar_hints_by_group ON similar_hints (consultation_id, group_id);

-- What staff chose, by the leader: it holds when groups are made anew.
CREATE TABLE group_choices (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    position        smallint NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('adopted', 'dismissed', 'unlike')), -- unlike: hints about it do not count
    members         int NOT NULL, -- that the group had: those after it were not chosen about
    step_id         bigint,
    staff_id        bigint NOT NULL REFERENCES staff,
    at              timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, comment_id, position, kind),
    FOREIGN KEY (consultation_id, comment_id, position) REFERENCES points,
    FOREIGN KEY (consultation_id, step_id) REFERENCES suggestion_steps,
    CHECK ((kind = 'adopted') = (step_id IS NOT NULL))
);

-- +goose Down
DROP TABLE group_choices, similar_hints, similar_keys, similar_texts, point_groups, similar_groups, similar_state;
