-- +goose Up
-- What a reason can begin with, by outcome; the same in the whole county. 【】 is
-- a blank to fill in.
CREATE TABLE reason_templates (
    outcome  text NOT NULL CHECK (outcome IN ('adopted', 'partly_adopted', 'not_adopted', 'explained', 'out_of_scope')),
    position int NOT NULL CHECK (position > 0),
    text     text NOT NULL CHECK (text <> ''),
    PRIMARY KEY (outcome, position)
);
INSERT INTO reason_templates (outcome, position, text) VALUES
    ('adopted', 1, '予以采纳。已在第【】条中增加“【增加的内容】”。'),
    ('adopted', 2, '予以采纳。第【】条修改为：“【修改后的条文】”。'),
    ('adopted', 3, '予以采纳。您指出的问题确实存在，已删除第【】条中“【删去的内容】”的规定。'),
    ('adopted', 4, '予以采纳。修改稿第【】条已作相应规定，实施时由【责任单位】负责落实。'),
    ('partly_adopted', 1, '关于【采纳的内容】的建议予以采纳，已写入第【】条。关于【未采纳的内容】的建议，根据《【法规名称】》第【】条的规定，未予采纳。'),
    ('partly_adopted', 2, '部分采纳。已将第【】条修改为“【修改后的条文】”；【未采纳的内容】由于【原因】，暂不写入，依据是《【文件名称】》。'),
    ('partly_adopted', 3, '所提方向予以采纳，已在第【】条作原则规定。具体标准由【责任单位】依据《【法规名称】》另行制定并公开征求意见。'),
    ('not_adopted', 1, '根据《【法规名称】》第【】条规定，【规定的内容】。您的建议与上述规定不一致，因此未采纳。'),
    ('not_adopted', 2, '未采纳。《【法规名称】》第【】条对此已有规定，本办法属于行政规范性文件，不作重复规定，可以直接适用。'),
    ('not_adopted', 3, '经【参加论证的单位】论证，【论证的结论】，依据《【文件名称】》，本次未采纳。对您反映的问题，将通过【替代措施】解决。'),
    ('not_adopted', 4, '《【法规名称】》第【】条规定，【权限的内容】。设定该事项超出本办法的权限，因此未采纳。'),
    ('explained', 1, '第【】条的含义是【解释的内容】。您关心的【具体问题】，按照【办理方式】处理。'),
    ('explained', 2, '您提出的问题，《【法规名称】》第【】条已有规定：【规定的内容】。本办法施行后照此执行。'),
    ('explained', 3, '感谢您的支持。第【】条施行后，由【责任单位】负责组织实施，进展情况将在【公开渠道】公布。'),
    ('out_of_scope', 1, '您反映的是【事项】，不属于本次征集意见的范围。已转交【承办单位】办理，由其直接答复您。'),
    ('out_of_scope', 2, '您反映的是个案问题，不属于本次征集意见的范围。请通过12345政务服务便民热线或者【受理单位】（电话：【】）反映。'),
    ('out_of_scope', 3, '您的建议涉及【其他文件或者工作】，不属于本次征集意见的范围，已转交【承办单位】研究。');

-- A reason that is weak may stand with a note saying why (override_note); overridden
-- are the warnings it answers, a comma between. reason_hash is that of the folded
-- reason; decisions from before this have none until they are saved again. revision
-- counts how often a decision was made. A second person may send a decision back.
ALTER TABLE decisions
    ADD COLUMN override_note text NOT NULL DEFAULT '',
    ADD COLUMN overridden text NOT NULL DEFAULT '',
    ADD COLUMN reason_hash bytea,
    ADD COLUMN revision int NOT NULL DEFAULT 1 CHECK (revision > 0),
    ADD COLUMN back_by bigint REFERENCES staff,
    ADD COLUMN back_at timestamptz,
    ADD COLUMN back_note text NOT NULL DEFAULT '',
    ADD CHECK ((override_note = '') = (overridden = '')),
    ADD CHECK (reason_hash IS NULL OR reason <> ''),
    ADD CHECK ((back_by IS NULL) = (back_at IS NULL) AND (back_by IS NULL) = (back_note = '')),
    ADD CHECK (back_by <> decided_by),
    ADD CHECK (back_by IS NULL OR checked_by IS NULL);
CREATE INDEX decisions_by_reason ON decisions (consultation_id, reason_hash) WHERE reason_hash IS NOT NULL;
CREATE INDEX decisions_by_text ON decisions (consultation_id, md5(reason)) WHERE reason_hash IS NULL AND reason <> '';
CREATE INDEX decisions_to_check ON decisions (consultation_id, suggestion_id)
    WHERE checked_by IS NULL AND back_by IS NULL AND reason <> '';

-- What a decision was before it was made anew, one by one or thousands at once.
CREATE TABLE past_decisions (
    consultation_id bigint NOT NULL,
    suggestion_id   bigint NOT NULL,
    revision        int NOT NULL,
    outcome         text NOT NULL,
    reason          text NOT NULL,
    override_note   text NOT NULL,
    overridden      text NOT NULL,
    decided_by      bigint NOT NULL,
    decided_at      timestamptz NOT NULL,
    checked_by      bigint,
    checked_at      timestamptz,
    back_by         bigint,
    back_at         timestamptz,
    back_note       text NOT NULL,
    PRIMARY KEY (consultation_id, suggestion_id, revision),
    FOREIGN KEY (consultation_id, suggestion_id) REFERENCES suggestions
);
CREATE TRIGGER past_decisions_immutable BEFORE UPDATE OR DELETE ON past_decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
CREATE FUNCTION keep_past_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO past_decisions SELECT OLD.consultation_id, OLD.suggestion_id, OLD.revision, OLD.outcome, OLD.reason, OLD.override_note,
        OLD.overridden, OLD.decided_by, OLD.decided_at, OLD.checked_by, OLD.checked_at, OLD.back_by, OLD.back_at, OLD.back_note;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER decisions_past AFTER UPDATE OF revision ON decisions
    FOR EACH ROW WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION keep_past_decision();

-- A table of answers that was looked through and waits for the word of who sent it,
-- for a day at most.
CREATE SEQUENCE decision_batch_ids;
CREATE TABLE decision_batches (
    consultation_id bigint NOT NULL REFERENCES consultations,
    id              bigint NOT NULL DEFAULT nextval('decision_batch_ids'),
    staff_id        bigint NOT NULL REFERENCES staff,
    rows            int NOT NULL CHECK (rows > 0),
    packed          bytea, -- NULL: imported, or given up
    created_at      timestamptz NOT NULL,
    imported_at     timestamptz,
    PRIMARY KEY (consultation_id, id),
    CHECK (imported_at IS NULL OR packed IS NULL)
);
CREATE INDEX decision_batches_waiting ON decision_batches (created_at) WHERE packed IS NOT NULL;

-- +goose Down
DROP TABLE decision_batches;
DROP SEQUENCE decision_batch_ids;
DROP TRIGGER decisions_past ON decisions;
DROP FUNCTION keep_past_decision;
DROP TABLE past_decisions;
DROP INDEX decisions_to_check, decisions_by_text, decisions_by_reason;
ALTER TABLE decisions DROP COLUMN override_note, DROP COLUMN overridden, DROP COLUMN reason_hash, DROP COLUMN revision,
    DROP COLUMN back_by, DROP COLUMN back_at, DROP COLUMN back_note;
DROP TABLE reason_templates;
