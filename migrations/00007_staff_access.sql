-- +goose Up
-- What a member of staff may do, and for which unit; a NULL unit is every unit.
CREATE TABLE staff_grants (
    staff_id   bigint NOT NULL REFERENCES staff,
    unit_id    bigint REFERENCES units,
    role       text NOT NULL CHECK (role IN ('drafter', 'reviewer', 'approver', 'adjudicator', 'host', 'clerk', 'auditor', 'administrator')),
    granted_by bigint REFERENCES staff, -- NULL: the program itself
    granted_at timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (staff_id, unit_id, role)
);
CREATE INDEX staff_grants_by_unit ON staff_grants (unit_id, role);

-- Until now a role held for the whole county.
INSERT INTO staff_grants (staff_id, unit_id, role, granted_at)
SELECT id, NULL, unnest(roles), created_at FROM staff;

ALTER TABLE staff
    DROP COLUMN roles,
    ADD COLUMN left_at        timestamptz, -- handed over and gone: never signs in again
    ADD COLUMN totp_sealed    bytea,       -- the secret of the second factor
    ADD COLUMN totp_last_step bigint NOT NULL DEFAULT 0, -- RFC 6238, 5.2: a code is good once
    ADD CONSTRAINT staff_left_is_disabled CHECK (left_at IS NULL OR disabled_at IS NOT NULL);
-- Invited, and no password chosen yet: password_hash is ''.

CREATE TABLE recovery_codes (
    staff_id  bigint NOT NULL REFERENCES staff,
    code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
    used_at   timestamptz,
    PRIMARY KEY (staff_id, code_hash)
);

-- A link by which a member of staff chooses a password: the first one, or a new
-- one. Only the SHA-256 of its token is kept. A newer link replaces an older one.
CREATE TABLE staff_invitations (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    staff_id   bigint NOT NULL UNIQUE REFERENCES staff,
    created_by bigint REFERENCES staff,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at)
);

-- A session starts before the second factor is given, and admits to the desk
-- once it is complete. Nobody is signed in across this change.
DELETE FROM staff_sessions;
ALTER TABLE staff_sessions
    ADD COLUMN id             bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD COLUMN stage          text NOT NULL CHECK (stage IN ('second_factor', 'enrol', 'complete')),
    ADD COLUMN last_seen_at   timestamptz NOT NULL,
    ADD COLUMN browser        text NOT NULL, -- as people name it: Chrome · Windows
    ADD COLUMN address_sealed bytea;

-- Which unit an entry concerns, for the auditor of that unit; NULL for what
-- concerns the whole county. It stays what it was when something moves later.
-- +goose StatementBegin
CREATE FUNCTION audited_unit(kind text, object_id text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN kind IN ('consultation', 'comment', 'suggestion') THEN
            (SELECT c.unit_id FROM consultations c WHERE c.id = substring(object_id from '^[0-9]{1,18}')::bigint)
        WHEN kind = 'open_day' OR kind = 'booking' AND object_id LIKE '%/%' THEN
            (SELECT d.unit_id FROM open_days d WHERE d.id = substring(object_id from '^[0-9]{1,18}')::bigint)
        WHEN kind = 'staff' THEN (SELECT s.unit_id FROM staff s WHERE s.id = substring(object_id from '^[0-9]{1,18}')::bigint)
        WHEN kind = 'unit' THEN (SELECT u.id FROM units u WHERE u.id = substring(object_id from '^[0-9]{1,18}')::bigint)
    END
$$;
-- +goose StatementEnd
ALTER TABLE audit_entries ADD COLUMN unit_id bigint REFERENCES units;
-- The one change that entries ever see: where they were made before, by where
-- their object is now.
ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_immutable;
UPDATE audit_entries SET unit_id = audited_unit(object_kind, object_id);
ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_immutable;

-- The newest first under each filter: page 1,000 is one step down an index, as
-- page 1 is.
DROP INDEX audit_entries_by_object, audit_entries_by_staff;
CREATE INDEX audit_entries_by_time ON audit_entries (at DESC, id DESC);
CREATE INDEX audit_entries_by_staff ON audit_entries (staff_id, at DESC, id DESC);
CREATE INDEX audit_entries_by_action ON audit_entries (action, at DESC, id DESC);
CREATE INDEX audit_entries_by_kind ON audit_entries (object_kind, at DESC, id DESC);
CREATE INDEX audit_entries_by_object ON audit_entries (object_kind, object_id, at DESC, id DESC);
CREATE INDEX audit_entries_by_unit ON audit_entries (unit_id, at DESC, id DESC);

-- +goose Down
DROP INDEX audit_entries_by_time, audit_entries_by_staff, audit_entries_by_action, audit_entries_by_kind,
    audit_entries_by_object, audit_entries_by_unit;
CREATE INDEX audit_entries_by_object ON audit_entries (object_kind, object_id, id);
CREATE INDEX audit_entries_by_staff ON audit_entries (staff_id, id);
ALTER TABLE audit_entries DROP COLUMN unit_id;
DROP FUNCTION audited_unit;
DELETE FROM staff_sessions;
ALTER TABLE staff_sessions DROP COLUMN id, DROP COLUMN stage, DROP COLUMN last_seen_at, DROP COLUMN browser, DROP COLUMN address_sealed;
DROP TABLE staff_invitations, recovery_codes;
ALTER TABLE staff ADD COLUMN roles text[];
UPDATE staff s SET roles = coalesce((SELECT array_agg(DISTINCT role) FROM staff_grants g WHERE g.staff_id = s.id
    AND role IN ('drafter', 'reviewer', 'approver', 'adjudicator', 'administrator')), '{drafter}');
ALTER TABLE staff DROP COLUMN left_at, DROP COLUMN totp_sealed, DROP COLUMN totp_last_step,
    ALTER COLUMN roles SET NOT NULL, ADD CHECK (
        cardinality(roles) > 0
        AND roles <@ ARRAY['drafter', 'reviewer', 'approver', 'adjudicator', 'administrator']);
DROP TABLE staff_grants;
