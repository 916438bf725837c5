-- +goose Up
CREATE TABLE open_days (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    no            text UNIQUE CHECK (no ~ '^[0-9]{4}-[0-9]{4,}$'),
    state         text NOT NULL CHECK (state IN ('drafting', 'released')),
    unit_id       bigint NOT NULL REFERENCES units,
    theme         text NOT NULL CHECK (theme <> ''),
    place         text NOT NULL CHECK (place <> ''),
    audience      text NOT NULL,
    meeting_point text NOT NULL,
    bring         text NOT NULL,
    cautions      text NOT NULL,
    contact       text NOT NULL,
    content_md    text NOT NULL,
    content_html  text NOT NULL,
    author_id     bigint NOT NULL REFERENCES staff,
    released_by   bigint REFERENCES staff,
    released_at   timestamptz,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    CHECK ((state = 'released') = (no IS NOT NULL AND released_at IS NOT NULL)),
    CHECK (author_id <> released_by)
);
CREATE INDEX open_days_by_state ON open_days (state, id);
CREATE INDEX open_days_by_unit ON open_days (unit_id);

CREATE TABLE sessions (
    open_day_id       bigint NOT NULL REFERENCES open_days,
    id                bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    starts_at         timestamptz NOT NULL,
    ends_at           timestamptz NOT NULL CHECK (ends_at > starts_at),
    capacity          int NOT NULL CHECK (capacity BETWEEN 1 AND 100000),
    taken             int NOT NULL DEFAULT 0,
    booking_opens_at  timestamptz NOT NULL,
    booking_closes_at timestamptz NOT NULL CHECK (booking_closes_at > booking_opens_at AND booking_closes_at <= starts_at),
    PRIMARY KEY (open_day_id, id),
    -- The database judges capacity: a session is never oversold.
    CONSTRAINT sessions_never_oversold CHECK (taken BETWEEN 0 AND capacity)
) WITH (fillfactor = 50); -- taken changes with every booking: keep the updates on the page (HOT)
CREATE INDEX sessions_by_start ON sessions (starts_at);

CREATE TABLE bookings (
    open_day_id   bigint NOT NULL,
    id            bigint GENERATED ALWAYS AS IDENTITY (CACHE 32),
    session_id    bigint NOT NULL,
    party_size    smallint NOT NULL CHECK (party_size BETWEEN 1 AND 4),
    state         text NOT NULL CHECK (state IN ('confirmed', 'cancelled', 'checked_in')),
    public_name   text NOT NULL, -- masked
    name_sealed   bytea NOT NULL,
    phone_sealed  bytea NOT NULL,
    phone_index   bytea NOT NULL,
    -- The ticket code is a MAC over this: a retry with the same Idempotency-Key gets it again.
    ticket_nonce  bytea NOT NULL CHECK (octet_length(ticket_nonce) = 16),
    created_at    timestamptz NOT NULL,
    cancelled_at  timestamptz,
    checked_in_at timestamptz,
    PRIMARY KEY (open_day_id, id),
    FOREIGN KEY (open_day_id, session_id) REFERENCES sessions,
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
    CHECK ((state = 'checked_in') = (checked_in_at IS NOT NULL))
);
-- One active booking per phone and session.
CREATE UNIQUE INDEX bookings_one_per_phone ON bookings (open_day_id, session_id, phone_index)
    WHERE state IN ('confirmed', 'checked_in');
CREATE INDEX bookings_by_session ON bookings (open_day_id, session_id, id);

-- Ticket codes are kept as SHA-256: a copy of the table opens no ticket.
CREATE TABLE tickets (
    code_hash   bytea PRIMARY KEY CHECK (octet_length(code_hash) = 32),
    open_day_id bigint NOT NULL,
    booking_id  bigint NOT NULL
);

-- Idempotency: hashes and MACs only, no personal data.
CREATE TABLE booking_keys (
    open_day_id bigint NOT NULL,
    key_hash    bytea NOT NULL,
    request_mac bytea NOT NULL,
    booking_id  bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (open_day_id, key_hash)
);

-- +goose Down
DROP TABLE booking_keys, tickets, bookings, sessions, open_days;
