-- +goose Up
-- Who is told by mail of what happens to consultations. Somebody is here once
-- they have shown that the address is theirs, and as long as they follow
-- anything. Their link is a MAC of the nonce: a copy of the table opens nobody's
-- page. The index is that of accounts, so that an account finds its own.
CREATE TABLE followers (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email_sealed bytea NOT NULL,
    email_index  bytea NOT NULL UNIQUE,
    nonce        bytea NOT NULL CHECK (octet_length(nonce) = 16),
    token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    created_at   timestamptz NOT NULL
);

-- What they follow: one consultation, or whatever comes of a unit or of a kind,
-- or, with none of the three, whatever comes at all.
CREATE TABLE follows (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    follower_id     bigint NOT NULL REFERENCES followers ON DELETE CASCADE,
    consultation_id bigint REFERENCES consultations,
    unit_id         bigint REFERENCES units,
    kind            text CHECK (kind <> ''),
    consent_version text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL,
    CHECK (num_nonnulls(consultation_id, unit_id, kind) <= 1),
    UNIQUE NULLS NOT DISTINCT (follower_id, consultation_id, unit_id, kind)
);
-- Who is to be told, in the order of their ids, whatever it is they follow.
CREATE INDEX follows_of_consultations ON follows (consultation_id, follower_id) WHERE consultation_id IS NOT NULL;
CREATE INDEX follows_of_units ON follows (unit_id, follower_id) WHERE unit_id IS NOT NULL;
CREATE INDEX follows_of_kinds ON follows (kind, follower_id) WHERE kind IS NOT NULL;
CREATE INDEX follows_of_all ON follows (follower_id) WHERE consultation_id IS NULL AND unit_id IS NULL AND kind IS NULL;

-- Asked for, and not yet confirmed from the mailbox. Only the SHA-256 of the
-- token is kept.
CREATE TABLE follow_requests (
    token_hash      bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    id              bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    email_sealed    bytea NOT NULL,
    email_index     bytea NOT NULL,
    consultation_id bigint REFERENCES consultations,
    unit_id         bigint REFERENCES units,
    kind            text CHECK (kind <> ''),
    consent_version text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL,
    CHECK (num_nonnulls(consultation_id, unit_id, kind) <= 1)
);
CREATE INDEX follow_requests_by_age ON follow_requests (created_at);
CREATE INDEX follow_requests_by_address ON follow_requests (email_index);

-- What followers are told and the feed lists. change_id tells two of a kind apart,
-- as two extensions: what is here once is told once.
CREATE TABLE follow_events (
    consultation_id bigint NOT NULL REFERENCES consultations,
    event           text NOT NULL CHECK (event IN ('released', 'reminder', 'results', 'extended', 'withdrawn', 'delayed', 'new_version')),
    change_id       bigint NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, event, change_id)
);
CREATE INDEX follow_events_by_time ON follow_events (at DESC, consultation_id, event);
CREATE TRIGGER follow_events_immutable BEFORE UPDATE OR DELETE ON follow_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- For the feed: what was public before there were followers.
INSERT INTO follow_events (consultation_id, event, change_id, at)
SELECT id, 'released', 0, released_at FROM consultations WHERE state = 'released'
UNION ALL SELECT id, 'results', 0, results_at FROM consultations WHERE results_at IS NOT NULL;

-- Which follower a message is for, so that what still waits goes with them.
ALTER TABLE messages ADD COLUMN follower_id bigint REFERENCES followers ON DELETE SET NULL;
CREATE INDEX messages_by_follower ON messages (follower_id) WHERE follower_id IS NOT NULL;

-- +goose Down
-- Words for these templates are gone with the release that sends them.
UPDATE messages SET state = 'expired', recipient_sealed = NULL, values_sealed = NULL
WHERE template LIKE 'follow%' AND state IN ('queued', 'held', 'failed', 'uncertain');
ALTER TABLE messages DROP COLUMN follower_id;
DROP TABLE follow_events, follow_requests, follows, followers;
