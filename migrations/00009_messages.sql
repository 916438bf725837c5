-- +goose Up
-- What the program tells people, once per cause and channel. A message is queued
-- in the transaction of what it is about. It is marked 'sending' and committed
-- before a gateway hears of it: one found in that state later was perhaps sent,
-- becomes 'uncertain', and is never sent again by itself.
CREATE TABLE messages (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cause            text NOT NULL CHECK (cause <> ''), -- as in staff_invitation:12, never personal
    channel          text NOT NULL CHECK (channel IN ('email', 'sms', 'inbox')),
    template         text NOT NULL CHECK (template <> ''),
    recipient_sealed bytea,  -- cleared once there is nothing left to send
    values_sealed    bytea,  -- what the template is filled with; cleared likewise, but in the inbox
    account_id       bigint REFERENCES accounts, -- whose inbox it is in, or whom it concerns
    staff_id         bigint REFERENCES staff,
    state            text NOT NULL CHECK (state IN ('queued', 'held', 'sending', 'sent', 'failed', 'uncertain', 'expired')),
    attempts         int NOT NULL DEFAULT 0,
    problem          text NOT NULL DEFAULT '', -- class of the last failure, a catalogue key
    not_after        timestamptz, -- worthless later: a one-time code
    created_at       timestamptz NOT NULL,
    changed_at       timestamptz NOT NULL,
    read_at          timestamptz, -- in the inbox
    UNIQUE (cause, channel),
    CHECK (channel <> 'inbox' OR (account_id IS NOT NULL AND state = 'sent'))
);
CREATE INDEX messages_unsent ON messages (state, id) WHERE state <> 'sent';
CREATE INDEX messages_inbox ON messages (account_id, id DESC) WHERE channel = 'inbox';
CREATE INDEX messages_by_change ON messages (changed_at);
CREATE INDEX messages_by_account ON messages (account_id) WHERE account_id IS NOT NULL;

-- +goose Down
DROP TABLE messages;
