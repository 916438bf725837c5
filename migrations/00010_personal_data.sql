-- +goose Up
-- What people agreed to, by the version of the text they were shown; '' where
-- nothing personal was given, or by the API, which asks for no consent.
ALTER TABLE comments ADD COLUMN consent_version text NOT NULL DEFAULT '';
ALTER TABLE bookings ADD COLUMN consent_version text NOT NULL DEFAULT '';
CREATE TABLE account_consents (
    account_id bigint NOT NULL REFERENCES accounts,
    version    text NOT NULL CHECK (version <> ''),
    given_at   timestamptz NOT NULL,
    PRIMARY KEY (account_id, version)
);

-- Who wrote a comment may change in two ways, each within a transaction that says
-- so (SET LOCAL nayan.personal): 'reseal' gives sealed fields under another key,
-- 'erase' takes the person out. What was said stays in both.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_comment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := '{visibility,hidden_reason}';
    sealed constant text[] := '{name_sealed,phone_sealed,email_sealed,organisation_sealed,uscc_sealed}';
BEGIN
    CASE current_setting('nayan.personal', true)
        WHEN 'reseal' THEN may := may || sealed;
        WHEN 'erase' THEN may := may || sealed || '{public_name,phone_index,email_index,organisation_index,uscc_index}'::text[];
            IF num_nonnulls(NEW.name_sealed, NEW.phone_sealed, NEW.email_sealed, NEW.organisation_sealed, NEW.uscc_sealed) > 0 THEN
                RAISE EXCEPTION 'an erased comment keeps no personal field' USING ERRCODE = 'restrict_violation';
            END IF;
        ELSE NULL;
    END CASE;
    IF to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may
    OR NEW.visibility = 'pending' AND OLD.visibility <> 'pending' THEN
        RAISE EXCEPTION 'a comment is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

-- A booking outlives the person's data: its place was taken.
ALTER TABLE bookings
    ALTER COLUMN name_sealed DROP NOT NULL,
    ALTER COLUMN phone_sealed DROP NOT NULL,
    ADD COLUMN erased_at timestamptz,
    ADD CHECK (erased_at IS NOT NULL OR (name_sealed IS NOT NULL AND phone_sealed IS NOT NULL));

-- What the retention job deleted, kind by kind; the report of it.
CREATE TABLE retention_reports (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    kind    text NOT NULL CHECK (kind <> ''),
    before  timestamptz NOT NULL, -- what was older than this went
    deleted bigint NOT NULL CHECK (deleted >= 0)
);
CREATE INDEX retention_reports_by_time ON retention_reports (at DESC, id DESC);
CREATE TRIGGER retention_reports_immutable BEFORE UPDATE OR DELETE ON retention_reports
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE retention_reports;
-- '' is sealed nothing: what was erased stays so, and can be taken up again.
UPDATE bookings SET name_sealed = coalesce(name_sealed, ''), phone_sealed = coalesce(phone_sealed, '')
WHERE num_nulls(name_sealed, phone_sealed) > 0;
ALTER TABLE bookings DROP COLUMN erased_at, DROP COLUMN consent_version,
    ALTER COLUMN name_sealed SET NOT NULL, ALTER COLUMN phone_sealed SET NOT NULL;
DROP TABLE account_consents;
ALTER TABLE comments DROP COLUMN consent_version;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - '{visibility,hidden_reason}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{visibility,hidden_reason}'::text[]
    OR NEW.visibility = 'pending' AND OLD.visibility <> 'pending' THEN
        RAISE EXCEPTION 'a comment is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
