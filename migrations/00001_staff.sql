-- +goose Up
CREATE TABLE units (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name     text NOT NULL UNIQUE CHECK (name <> ''),
    position int  NOT NULL DEFAULT 0
);

-- Names and e-mails are sealed; the blind index finds an address without opening any.
CREATE TABLE staff (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id       bigint NOT NULL REFERENCES units,
    name_sealed   bytea NOT NULL,
    email_sealed  bytea NOT NULL,
    email_index   bytea NOT NULL UNIQUE,
    password_hash text NOT NULL,
    roles         text[] NOT NULL CHECK (
        cardinality(roles) > 0
        AND roles <@ ARRAY['drafter', 'reviewer', 'approver', 'adjudicator', 'administrator']),
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL
);
CREATE INDEX staff_by_unit ON staff (unit_id);

-- Only the SHA-256 of a session token is kept: a copy of the table signs nobody in.
CREATE TABLE staff_sessions (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    staff_id   bigint NOT NULL REFERENCES staff ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at)
);
CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff_id);
CREATE INDEX staff_sessions_by_expiry ON staff_sessions (expires_at);

-- Who did what, when, to which object, before and after; never a citizen's data in clear.
CREATE TABLE audit_entries (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    staff_id    bigint REFERENCES staff, -- NULL: the program itself (first administrator, samples)
    action      text NOT NULL CHECK (action <> ''),
    object_kind text NOT NULL CHECK (object_kind <> ''),
    object_id   text NOT NULL,
    before      jsonb,
    after       jsonb
);
CREATE INDEX audit_entries_by_object ON audit_entries (object_kind, object_id, id);
CREATE INDEX audit_entries_by_staff ON audit_entries (staff_id, id);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: its rows are immutable', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_immutable BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The last number given out per kind and year; its row lock makes numbers gapless
-- and unique under concurrent releases.
CREATE TABLE numbers (
    kind text NOT NULL CHECK (kind IN ('consultation', 'open_day')),
    year int  NOT NULL,
    last int  NOT NULL CHECK (last > 0),
    PRIMARY KEY (kind, year)
);

-- +goose Down
DROP TABLE numbers, audit_entries, staff_sessions, staff, units;
DROP FUNCTION refuse_change;
