-- +goose Up
-- A further version of a draft that is public already. It becomes public once
-- another person reviewed it and a third one approved it.
CREATE SEQUENCE draft_version_ids;
CREATE TABLE draft_versions (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint NOT NULL DEFAULT nextval('draft_version_ids'),
    draft_id        bigint NOT NULL,
    from_draft_id   bigint NOT NULL, -- the version it replaces
    reason          text NOT NULL CHECK (reason <> ''), -- the public reads it
    state           text NOT NULL CHECK (state IN ('in_review', 'in_approval', 'published', 'sent_back')),
    final           boolean NOT NULL DEFAULT false, -- the text as it was adopted
    proposed_by     bigint NOT NULL REFERENCES staff,
    proposed_at     timestamptz NOT NULL,
    reviewed_by     bigint REFERENCES staff,
    reviewed_at     timestamptz,
    approved_by     bigint REFERENCES staff,
    published_at    timestamptz,
    sent_back_by    bigint REFERENCES staff,
    sent_back_at    timestamptz,
    back_reason     text NOT NULL DEFAULT '',
    PRIMARY KEY (consultation_id, id),
    UNIQUE (consultation_id, draft_id),
    FOREIGN KEY (consultation_id, draft_id) REFERENCES drafts,
    FOREIGN KEY (consultation_id, from_draft_id) REFERENCES drafts,
    CHECK (proposed_by <> reviewed_by AND proposed_by <> approved_by AND reviewed_by <> approved_by),
    CHECK (state <> 'published' OR (reviewed_by IS NOT NULL AND approved_by IS NOT NULL)),
    CHECK ((state = 'published') = (published_at IS NOT NULL)),
    CHECK ((state = 'sent_back') = (sent_back_at IS NOT NULL) AND (state = 'sent_back') = (back_reason <> '')),
    CHECK (state <> 'in_approval' OR reviewed_by IS NOT NULL),
    CHECK (state = 'published' OR NOT final)
);
-- One at a time.
CREATE UNIQUE INDEX draft_versions_open ON draft_versions (consultation_id) WHERE state IN ('in_review', 'in_approval');
CREATE INDEX draft_versions_by_state ON draft_versions (state, consultation_id) WHERE state IN ('in_review', 'in_approval');

-- What is proposed stays what was proposed; only where it stands changes.
-- +goose StatementBegin
CREATE FUNCTION keep_draft_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.draft_id, OLD.from_draft_id, OLD.reason, OLD.proposed_by, OLD.proposed_at)
       IS DISTINCT FROM (NEW.draft_id, NEW.from_draft_id, NEW.reason, NEW.proposed_by, NEW.proposed_at)
       OR OLD.state IN ('published', 'sent_back') AND to_jsonb(OLD) - 'final' IS DISTINCT FROM to_jsonb(NEW) - 'final' THEN
        RAISE EXCEPTION 'a version is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER draft_versions_immutable BEFORE UPDATE ON draft_versions FOR EACH ROW EXECUTE FUNCTION keep_draft_version();
CREATE TRIGGER draft_versions_kept BEFORE DELETE ON draft_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What changed between two versions, computed once: both are immutable. The
-- changes are those of internal/compare; a clause is its place in its version.
CREATE TABLE draft_comparisons (
    consultation_id bigint NOT NULL,
    from_draft_id   bigint NOT NULL,
    to_draft_id     bigint NOT NULL,
    changes         jsonb NOT NULL,
    PRIMARY KEY (consultation_id, from_draft_id, to_draft_id),
    FOREIGN KEY (consultation_id, from_draft_id) REFERENCES drafts,
    FOREIGN KEY (consultation_id, to_draft_id) REFERENCES drafts,
    CHECK (from_draft_id < to_draft_id)
);
CREATE TRIGGER draft_comparisons_immutable BEFORE UPDATE OR DELETE ON draft_comparisons
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Which clause of a public version each clause of the earlier ones became; through
-- all versions between, so that no query has to follow a chain.
CREATE TABLE clause_matches (
    consultation_id bigint NOT NULL,
    draft_id        bigint NOT NULL, -- the later version
    from_clause_id  bigint NOT NULL,
    to_clause_id    bigint, -- NULL: it is gone
    how             text NOT NULL CHECK (how IN ('same', 'changed', 'removed')),
    PRIMARY KEY (consultation_id, draft_id, from_clause_id),
    FOREIGN KEY (consultation_id, draft_id) REFERENCES drafts,
    FOREIGN KEY (consultation_id, from_clause_id) REFERENCES clauses,
    FOREIGN KEY (consultation_id, to_clause_id) REFERENCES clauses,
    CHECK ((how = 'removed') = (to_clause_id IS NULL))
);
CREATE INDEX clause_matches_to ON clause_matches (consultation_id, to_clause_id);
CREATE INDEX clause_matches_from ON clause_matches (consultation_id, from_clause_id);
CREATE TRIGGER clause_matches_immutable BEFORE UPDATE OR DELETE ON clause_matches
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- How the public counts versions: those before the release count for nothing.
CREATE FUNCTION public_version(consultation bigint, draft bigint) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT greatest(1, count(*)::int) FROM drafts d
    WHERE d.consultation_id = consultation AND d.id <= draft AND d.published_at IS NOT NULL
$$;

-- +goose Down
DROP FUNCTION public_version;
DROP TABLE clause_matches, draft_comparisons, draft_versions;
DROP SEQUENCE draft_version_ids;
DROP FUNCTION keep_draft_version;
