-- +goose Up
-- What can be read of a file beside a notice, so that it is checked like the notice.
ALTER TABLE attachments
    ADD COLUMN text text NOT NULL DEFAULT '',
    ADD COLUMN problem text NOT NULL DEFAULT '' CHECK (problem IN ('', 'unreadable', 'no_text'));

-- What the checks found in what is about to be published. Personal data stands
-- here masked, with a keyed hash by which a waiver names it wherever it stands.
CREATE TABLE findings (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    scope           text NOT NULL CHECK (scope IN ('release', 'version', 'results')),
    "check"         text NOT NULL CHECK ("check" IN ('privacy', 'unscanned', 'wording')),
    source          text NOT NULL CHECK (source IN ('title', 'legal_basis', 'contact', 'short_reason', 'notice', 'draft', 'explanation',
                        'attachment', 'survey', 'opinion', 'reason')),
    source_id       bigint NOT NULL, -- draft, attachment or suggestion; 0 for the others
    place           text NOT NULL, -- 第三条, or the name of a file
    kind            text NOT NULL, -- of personal data; of a wording what it should be
    excerpt         text NOT NULL, -- masked; of a wording what it is
    mac             bytea NOT NULL,
    found_at        timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, id)
);
CREATE INDEX findings_by_scope ON findings (consultation_id, scope, id);

CREATE TABLE finding_waivers (
    consultation_id bigint NOT NULL REFERENCES consultations,
    mac             bytea NOT NULL,
    kind            text NOT NULL,
    reason          text NOT NULL CHECK (reason <> ''),
    waived_by       bigint NOT NULL REFERENCES staff,
    waived_at       timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, mac)
);
CREATE TRIGGER finding_waivers_immutable BEFORE UPDATE OR DELETE ON finding_waivers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- 合法性审查: what is on record of it (重大行政决策程序暂行条例 art. 25-27).
CREATE TABLE legality_reviews (
    consultation_id bigint PRIMARY KEY REFERENCES consultations,
    office          text NOT NULL CHECK (office <> ''),
    opinion_no      text NOT NULL CHECK (opinion_no <> ''),
    reviewed_on     date NOT NULL,
    opinion         text NOT NULL CHECK (opinion <> ''),
    recorded_by     bigint NOT NULL REFERENCES staff,
    recorded_at     timestamptz NOT NULL
);

-- Wordings beside those that the program brings along.
CREATE TABLE wording_rules (
    wrong      text PRIMARY KEY CHECK (wrong <> ''),
    "right"    text NOT NULL CHECK ("right" <> ''),
    source     text NOT NULL,
    added_by   bigint NOT NULL REFERENCES staff,
    added_at   timestamptz NOT NULL
);

-- +goose Down
DROP TABLE wording_rules, legality_reviews, finding_waivers, findings;
ALTER TABLE attachments DROP COLUMN problem, DROP COLUMN text;
