-- +goose Up
-- What holds for the consultations of a kind: the shortest period, where that is
-- said, and the working days from closing to the results. An administrator may
-- change it; the first values are the law's, and local practice where it is silent.
CREATE TABLE kind_rules (
    kind            text PRIMARY KEY,
    enabled         boolean NOT NULL,
    minimum         int NOT NULL CHECK (minimum BETWEEN 0 AND 365), -- 0: none is set
    minimum_in      text NOT NULL CHECK (minimum_in IN ('calendar_days', 'working_days')),
    source          text NOT NULL,
    results_days    int NOT NULL DEFAULT 20 CHECK (results_days BETWEEN 1 AND 250),
    legality_review boolean NOT NULL,
    CHECK (minimum = 0 OR source <> '')
);
INSERT INTO kind_rules (kind, enabled, minimum, minimum_in, source, legality_review) VALUES
    ('major_administrative_decision', true, 30, 'calendar_days', '《重大行政决策程序暂行条例》第十五条', true),
    -- Counties make no rules (立法法): off until an administrator of a city switches it on.
    ('rule', false, 30, 'calendar_days', '《规章制定程序条例》第十五条', true),
    ('normative_document_business', true, 30, 'calendar_days', '《优化营商环境条例》第六十二条', true),
    ('normative_document', true, 7, 'working_days', '本地做法，国家没有统一规定', true),
    ('plan', true, 0, 'calendar_days', '', false),
    ('livelihood_project', true, 0, 'calendar_days', '', false),
    ('other', true, 0, 'calendar_days', '', false);

-- Years of days off that were imported; one that came with the program too is
-- replaced by it, as the State Council's notices are sometimes amended.
CREATE TABLE holiday_years (
    year        int PRIMARY KEY CHECK (year BETWEEN 2000 AND 2999),
    source      text NOT NULL, -- the file as it came
    imported_by bigint NOT NULL REFERENCES staff,
    imported_at timestamptz NOT NULL
);

-- The periods that a consultation is under, kept with it: what is set later never
-- rewrites a notice. A year in "awaits" is one whose days off are not known yet.
ALTER TABLE consultations
    DROP CONSTRAINT consultations_kind_check,
    ADD CONSTRAINT consultations_kind_check CHECK (kind IN ('major_administrative_decision', 'rule', 'normative_document_business',
        'normative_document', 'plan', 'livelihood_project', 'other')),
    ADD COLUMN minimum            int NOT NULL DEFAULT 0,
    ADD COLUMN minimum_in         text NOT NULL DEFAULT 'calendar_days',
    ADD COLUMN minimum_source     text NOT NULL DEFAULT '',
    ADD COLUMN minimum_last_on    date, -- NULL: there is no minimum
    ADD COLUMN minimum_awaits     int NOT NULL DEFAULT 0,
    ADD COLUMN short_reason       text NOT NULL DEFAULT '',
    ADD COLUMN results_days       int NOT NULL DEFAULT 20 CHECK (results_days BETWEEN 1 AND 250),
    ADD COLUMN results_due_on     date, -- NULL: not promised, or it cannot be told yet
    ADD COLUMN results_due_awaits int NOT NULL DEFAULT 0,
    ADD COLUMN results_delayed_to date,
    ADD CHECK (results_due_on IS NULL OR results_due_awaits = 0),
    ADD CHECK (results_delayed_to > results_due_on),
    ADD CHECK (results_at IS NULL OR withdrawn_at IS NULL);
-- What is public already was published under the law's own minimum.
UPDATE consultations c SET minimum = r.minimum, minimum_in = r.minimum_in, minimum_source = r.source,
    minimum_last_on = (c.opens_at AT TIME ZONE 'Asia/Shanghai')::date + r.minimum
FROM kind_rules r WHERE r.kind = c.kind AND c.kind IN ('major_administrative_decision', 'normative_document_business');

-- Once public a call only ever gets longer, its terms stay, and withdrawn it
-- stays so.
-- +goose StatementBegin
CREATE FUNCTION keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.closes_at < OLD.closes_at
    OR (NEW.opens_at, NEW.kind, NEW.minimum, NEW.minimum_in, NEW.minimum_source, NEW.short_reason, NEW.results_days)
       IS DISTINCT FROM
       (OLD.opens_at, OLD.kind, OLD.minimum, OLD.minimum_in, OLD.minimum_source, OLD.short_reason, OLD.results_days)
    OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
        RAISE EXCEPTION 'a published call is only ever extended or withdrawn' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER consultations_published BEFORE UPDATE ON consultations FOR EACH ROW
    WHEN (OLD.state = 'released') EXECUTE FUNCTION keep_published();

-- What was done to a consultation after its release: its public history.
CREATE TABLE consultation_changes (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    at              timestamptz NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('extended', 'withdrawn', 'delayed', 'new_version')),
    reason          text NOT NULL CHECK (reason <> '' OR kind = 'new_version'),
    from_on         date, -- the last day of the call, or the day promised, before and after
    to_on           date,
    staff_id        bigint NOT NULL REFERENCES staff,
    PRIMARY KEY (consultation_id, id),
    CHECK (kind NOT IN ('extended', 'delayed') OR (to_on IS NOT NULL AND from_on IS NOT NULL AND to_on >= from_on))
);
CREATE TRIGGER consultation_changes_immutable BEFORE UPDATE OR DELETE ON consultation_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE consultation_changes;
DROP TRIGGER consultations_published ON consultations;
DROP FUNCTION keep_published;
ALTER TABLE consultations DROP CONSTRAINT consultations_kind_check,
    ADD CONSTRAINT consultations_kind_check CHECK (kind IN ('major_administrative_decision', 'normative_document_business',
        'normative_document', 'plan', 'livelihood_project', 'other')) NOT VALID,
    DROP COLUMN results_delayed_to, DROP COLUMN results_due_awaits, DROP COLUMN results_due_on, DROP COLUMN results_days,
    DROP COLUMN short_reason, DROP COLUMN minimum_awaits, DROP COLUMN minimum_last_on, DROP COLUMN minimum_source,
    DROP COLUMN minimum_in, DROP COLUMN minimum;
DROP TABLE holiday_years, kind_rules;
