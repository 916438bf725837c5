-- +goose Up
-- 乡镇、街道 of the county: enterprises say in which they are, and a consultation
-- may address those of some.
CREATE TABLE townships (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name <> '')
);

-- What an enterprise is, as it says itself; a clerk may correct it. '' and NULL:
-- not said. industry is a section (门类) of GB/T 4754-2017.
ALTER TABLE enterprises
    ADD COLUMN industry text NOT NULL DEFAULT '' CHECK (industry ~ '^[A-T]?$'),
    ADD COLUMN size text NOT NULL DEFAULT '' CHECK (size IN ('', 'large', 'medium', 'small', 'micro')),
    ADD COLUMN township_id bigint REFERENCES townships;
CREATE INDEX enterprises_by_township ON enterprises (township_id) WHERE township_id IS NOT NULL;

-- Whom an enterprise consultation addresses. No row: every verified enterprise.
-- Values of one criterion are alternatives, criteria hold together, and the
-- enterprises named in the list come on top.
CREATE TABLE consultation_addressees (
    consultation_id bigint NOT NULL REFERENCES consultations,
    criterion       text NOT NULL CHECK (criterion IN ('industry', 'size', 'township', 'enterprise')),
    value           text NOT NULL CHECK (value <> ''), -- the letter, the size, or an id
    PRIMARY KEY (consultation_id, criterion, value)
);

-- Who was invited, once each: the row is written with the messages that tell them.
CREATE TABLE consultation_invitations (
    consultation_id bigint NOT NULL REFERENCES consultations,
    enterprise_id   bigint NOT NULL REFERENCES enterprises,
    at              timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, enterprise_id)
);
CREATE INDEX consultation_invitations_by_enterprise ON consultation_invitations (enterprise_id);
CREATE TRIGGER consultation_invitations_immutable BEFORE UPDATE OR DELETE ON consultation_invitations
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE INDEX enterprise_voices_by_enterprise ON enterprise_voices (enterprise_id);

-- superseded: comments (件) whose enterprise spoke again; they are among comments and
-- need no decision. enterprise_suggestions: those (条) that an enterprise made, too.
ALTER TABLE results
    ADD COLUMN superseded int NOT NULL DEFAULT 0 CHECK (superseded BETWEEN 0 AND comments),
    ADD COLUMN enterprise_suggestions int NOT NULL DEFAULT 0 CHECK (enterprise_suggestions BETWEEN 0 AND suggestions);
ALTER TABLE results DISABLE TRIGGER results_immutable;
UPDATE results r SET enterprise_suggestions = (SELECT count(DISTINCT o.suggestion_id) FROM suggestion_points o
    JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = r.consultation_id AND m.identity = 'enterprise');
ALTER TABLE results ENABLE TRIGGER results_immutable;

-- +goose Down
ALTER TABLE results DROP COLUMN superseded, DROP COLUMN enterprise_suggestions;
DROP INDEX enterprise_voices_by_enterprise;
DROP TABLE consultation_invitations, consultation_addressees;
ALTER TABLE enterprises DROP COLUMN industry, DROP COLUMN size, DROP COLUMN township_id;
DROP TABLE townships;
