-- +goose Up
-- What became of a decision once it was taken (公布, 施行, 评估): facts that staff
-- note and the public reads at once. A line is never edited: it is withdrawn, with
-- the reason, and noted anew.
CREATE TABLE milestones (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    kind            text NOT NULL CHECK (kind IN ('published', 'effective', 'evaluated')),
    on_day          date NOT NULL,
    note            text NOT NULL, -- title and number of the document, or what the evaluation found
    url             text NOT NULL CHECK (url = '' OR url LIKE 'https://%'),
    noted_by        bigint NOT NULL REFERENCES staff,
    noted_at        timestamptz NOT NULL,
    withdrawn_by    bigint REFERENCES staff,
    withdrawn_at    timestamptz,
    withdrawn_why   text NOT NULL DEFAULT '', -- the public reads it
    PRIMARY KEY (consultation_id, id),
    CHECK (note <> '' OR kind = 'effective'),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_why = ''))
);
-- A decision is published once and takes effect once; it may be evaluated again.
CREATE UNIQUE INDEX milestones_once ON milestones (consultation_id, kind) WHERE withdrawn_at IS NULL AND kind <> 'evaluated';

-- +goose StatementBegin
CREATE FUNCTION keep_milestone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR to_jsonb(OLD) - '{withdrawn_by,withdrawn_at,withdrawn_why}'::text[]
       IS DISTINCT FROM to_jsonb(NEW) - '{withdrawn_by,withdrawn_at,withdrawn_why}'::text[] THEN
        RAISE EXCEPTION 'a milestone is only ever withdrawn' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER milestones_immutable BEFORE UPDATE ON milestones FOR EACH ROW EXECUTE FUNCTION keep_milestone();
CREATE TRIGGER milestones_kept BEFORE DELETE ON milestones FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Whoever follows the consultation is told. The events that were known before stay
-- as they are, whichever these are by now.
-- +goose StatementBegin
DO $$
BEGIN
    EXECUTE (SELECT format('ALTER TABLE follow_events DROP CONSTRAINT follow_events_event_check,
            ADD CONSTRAINT follow_events_event_check CHECK (event = ''milestone'' OR %s)', pg_get_expr(conbin, conrelid))
        FROM pg_constraint WHERE conrelid = 'follow_events'::regclass AND conname = 'follow_events_event_check');
END $$;
-- +goose StatementEnd

-- +goose Down
-- The words for these mails are gone with the release that sends them.
UPDATE messages SET state = 'expired', recipient_sealed = NULL, values_sealed = NULL
WHERE template = 'follow_milestone' AND state IN ('queued', 'held', 'failed', 'uncertain');
DROP TABLE milestones;
DROP FUNCTION keep_milestone;
ALTER TABLE follow_events DISABLE TRIGGER follow_events_immutable;
DELETE FROM follow_events WHERE event = 'milestone';
ALTER TABLE follow_events ENABLE TRIGGER follow_events_immutable;
