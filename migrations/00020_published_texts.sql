-- +goose Up
-- What three people looked through is what the public reads: once released, a call
-- keeps its number, its words, its files and whom it addresses. Only a further
-- version of the draft, reviewed in its turn, changes what is read.
-- +goose StatementBegin
CREATE FUNCTION keep_published_texts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.state, NEW.no, NEW.released_at, NEW.title, NEW.legal_basis, NEW.contact, NEW.notice_md, NEW.notice_html, NEW.explanation_md, NEW.explanation_html)
       IS DISTINCT FROM
       (OLD.state, OLD.no, OLD.released_at, OLD.title, OLD.legal_basis, OLD.contact, OLD.notice_md, OLD.notice_html, OLD.explanation_md, OLD.explanation_html) THEN
        RAISE EXCEPTION 'the words of a published call are immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER consultations_texts BEFORE UPDATE ON consultations FOR EACH ROW
    WHEN (OLD.state = 'released') EXECUTE FUNCTION keep_published_texts();

-- +goose StatementBegin
CREATE FUNCTION keep_published_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM consultations c WHERE c.id IN (OLD.consultation_id, NEW.consultation_id) AND c.state = 'released') THEN
        RAISE EXCEPTION 'what belongs to a published call is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
-- +goose StatementEnd
CREATE TRIGGER attachments_published BEFORE INSERT OR UPDATE OR DELETE ON attachments FOR EACH ROW EXECUTE FUNCTION keep_published_parts();
CREATE TRIGGER attachment_chunks_published BEFORE INSERT OR UPDATE OR DELETE ON attachment_chunks FOR EACH ROW EXECUTE FUNCTION keep_published_parts();
CREATE TRIGGER consultation_addressees_published BEFORE INSERT OR UPDATE OR DELETE ON consultation_addressees
    FOR EACH ROW EXECUTE FUNCTION keep_published_parts();

-- +goose Down
DROP TRIGGER consultation_addressees_published ON consultation_addressees;
DROP TRIGGER attachment_chunks_published ON attachment_chunks;
DROP TRIGGER attachments_published ON attachments;
DROP TRIGGER consultations_texts ON consultations;
DROP FUNCTION keep_published_parts, keep_published_texts;
