-- +goose Up
-- A consultation can carry one survey (问卷). Its questions are one document:
-- written as a whole while the consultation is drafted, and never changed after.
CREATE TABLE surveys (
    consultation_id bigint PRIMARY KEY REFERENCES consultations,
    title           text NOT NULL CHECK (title <> ''),
    intro           text NOT NULL,
    one_per         text NOT NULL CHECK (one_per IN ('device', 'phone', 'account')),
    questions       jsonb NOT NULL CHECK (jsonb_typeof(questions) = 'array' AND jsonb_array_length(questions) > 0),
    minutes         smallint NOT NULL CHECK (minutes > 0),
    updated_at      timestamptz NOT NULL
);

-- What was reviewed is what is asked: once the consultation has left its author,
-- its survey can neither come, change nor go.
-- +goose StatementBegin
CREATE FUNCTION keep_survey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM consultations c WHERE c.id IN (OLD.consultation_id, NEW.consultation_id) AND c.state <> 'drafting') THEN
        RAISE EXCEPTION 'the survey of a consultation that is not being drafted is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
-- +goose StatementEnd
CREATE TRIGGER surveys_immutable BEFORE INSERT OR UPDATE OR DELETE ON surveys FOR EACH ROW EXECUTE FUNCTION keep_survey();

-- Not cached per connection: ids follow the order of arrival, and so do the lists.
CREATE SEQUENCE survey_answer_ids;

-- One row per person who answered. The mark is a MAC over what the survey counts
-- one answer of (a device, a phone, an account) and the consultation: it says
-- that somebody has answered, names nobody, and differs between consultations.
CREATE TABLE survey_answers (
    consultation_id bigint NOT NULL REFERENCES surveys,
    id              bigint NOT NULL DEFAULT nextval('survey_answer_ids'),
    received_at     timestamptz NOT NULL,
    choices         jsonb NOT NULL, -- per question the numbers chosen: [[1],[],[2,3]]
    given           smallint NOT NULL CHECK (given > 0), -- questions answered
    mark            bytea,          -- NULL once its period is over
    key_mac         bytea,          -- of the form and what it said, to recognise a double click; NULL likewise
    consent_version text NOT NULL DEFAULT '',
    PRIMARY KEY (consultation_id, id),
    CONSTRAINT survey_answers_one_each UNIQUE (consultation_id, mark),
    CONSTRAINT survey_answers_one_per_key UNIQUE (consultation_id, key_mac)
);
CREATE TABLE survey_texts (
    consultation_id bigint NOT NULL,
    question        smallint NOT NULL CHECK (question > 0),
    answer_id       bigint NOT NULL,
    body            text NOT NULL CHECK (body <> ''),
    PRIMARY KEY (consultation_id, question, answer_id),
    FOREIGN KEY (consultation_id, answer_id) REFERENCES survey_answers
);

-- What was answered stays; only what told one person from another goes.
-- +goose StatementBegin
CREATE FUNCTION keep_survey_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - '{mark,key_mac}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{mark,key_mac}'::text[]
    OR num_nonnulls(NEW.mark, NEW.key_mac) > 0 THEN
        RAISE EXCEPTION 'an answer to a survey is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER survey_answers_immutable BEFORE UPDATE ON survey_answers FOR EACH ROW EXECUTE FUNCTION keep_survey_answer();
CREATE TRIGGER survey_answers_kept BEFORE DELETE ON survey_answers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER survey_texts_immutable BEFORE UPDATE OR DELETE ON survey_texts FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Every figure of a survey in one array, counted as answers come in, in slots 1 to
-- 64 by backend: no two writers queue behind one row, and a page adds up at most
-- 64 rows however many have answered. The first figure is the number of answers.
CREATE TABLE survey_counts (
    consultation_id bigint NOT NULL REFERENCES surveys,
    slot            smallint NOT NULL,
    counts          int[] NOT NULL,
    PRIMARY KEY (consultation_id, slot)
) WITH (fillfactor = 50);

-- The figures that the public sees while the survey is open. They move on ten
-- answers at a time: the difference between two states is never one person.
CREATE TABLE survey_figures (
    consultation_id bigint PRIMARY KEY REFERENCES surveys,
    as_of           timestamptz NOT NULL,
    counts          int[] NOT NULL
);

-- What somebody has typed and not sent, sealed: nobody but them reads it. The
-- owner is a MAC over the device or the account.
CREATE TABLE survey_drafts (
    consultation_id bigint NOT NULL REFERENCES surveys,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    owner           bytea NOT NULL,
    values_sealed   bytea NOT NULL,
    saved_at        timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, id),
    UNIQUE (consultation_id, owner)
);
CREATE INDEX survey_drafts_by_time ON survey_drafts (saved_at);
CREATE INDEX survey_drafts_by_owner ON survey_drafts (owner);

-- A phone is shown to be one's own by a one-time code.
ALTER TABLE challenges DROP CONSTRAINT challenges_purpose_check,
    ADD CONSTRAINT challenges_purpose_check CHECK (purpose IN ('sign_in', 'change_contact', 'erase', 'survey'));

-- +goose Down
DELETE FROM challenges WHERE purpose = 'survey';
ALTER TABLE challenges DROP CONSTRAINT challenges_purpose_check,
    ADD CONSTRAINT challenges_purpose_check CHECK (purpose IN ('sign_in', 'change_contact', 'erase'));
DROP TABLE survey_drafts, survey_figures, survey_counts, survey_texts, survey_answers, surveys;
DROP SEQUENCE survey_answer_ids;
DROP FUNCTION keep_survey_answer, keep_survey;
