-- +goose Up
-- Residents and the people of enterprises. An account is optional: everybody may
-- comment and book without one.
CREATE TABLE accounts (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name_sealed   bytea,
    email_sealed  bytea,
    email_index   bytea UNIQUE,
    phone_sealed  bytea,
    phone_index   bytea UNIQUE,
    password_hash text NOT NULL DEFAULT '', -- '' until one is chosen
    created_at    timestamptz NOT NULL,
    last_sign_in_at timestamptz, -- NULL: never since
    erased_at     timestamptz,
    CHECK ((email_sealed IS NULL) = (email_index IS NULL) AND (phone_sealed IS NULL) = (phone_index IS NULL)),
    -- Erased means gone: nothing personal is left in the row.
    CHECK (erased_at IS NULL OR (name_sealed IS NULL AND email_sealed IS NULL AND phone_sealed IS NULL AND password_hash = ''))
);

CREATE TABLE account_sessions (
    token_hash     bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    id             bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    account_id     bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    created_at     timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL CHECK (expires_at > created_at),
    browser        text NOT NULL,
    address_sealed bytea
);
CREATE INDEX account_sessions_by_account ON account_sessions (account_id);
CREATE INDEX account_sessions_by_expiry ON account_sessions (expires_at);

-- A one-time code that is under way. The code itself is kept nowhere: code_mac is
-- keyed and bound to the token, which only the asking browser has.
CREATE TABLE challenges (
    token_hash      bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    id              bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    purpose         text NOT NULL CHECK (purpose IN ('sign_in', 'change_contact', 'erase')),
    channel         text NOT NULL CHECK (channel IN ('email', 'sms')),
    contact_sealed  bytea NOT NULL,
    contact_index   bytea NOT NULL,
    account_id      bigint REFERENCES accounts, -- NULL: nobody is signed in
    code_mac        bytea NOT NULL,
    attempts        smallint NOT NULL DEFAULT 0,
    consent_version text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    used_at         timestamptz
);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

-- Who an OpenID provider says somebody is. One identity opens at most one
-- account, and at most one place on the desk.
CREATE TABLE identities (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issuer         text NOT NULL,
    subject_sealed bytea NOT NULL,
    subject_index  bytea NOT NULL,
    account_id     bigint REFERENCES accounts,
    staff_id       bigint REFERENCES staff,
    created_at     timestamptz NOT NULL,
    CHECK (num_nonnulls(account_id, staff_id) = 1)
);
CREATE UNIQUE INDEX identities_of_accounts ON identities (issuer, subject_index) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX identities_of_staff ON identities (issuer, subject_index) WHERE staff_id IS NOT NULL;
CREATE INDEX identities_by_account ON identities (account_id);
CREATE INDEX identities_by_staff ON identities (staff_id);

-- Names of organisations are public; their codes and contacts are sealed.
CREATE TABLE enterprises (
    id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name                 text NOT NULL CHECK (name <> ''),
    uscc_sealed          bytea NOT NULL,
    uscc_index           bytea NOT NULL,
    uscc_doubtful        boolean NOT NULL, -- the checksum of GB 32100-2015 fails: some early real codes do
    contact_name_sealed  bytea NOT NULL,
    contact_phone_sealed bytea,
    contact_email_sealed bytea,
    state                text NOT NULL CHECK (state IN ('pending', 'verified', 'rejected', 'withdrawn')),
    reason               text NOT NULL DEFAULT '', -- of a rejection
    created_by           bigint NOT NULL REFERENCES accounts,
    created_at           timestamptz NOT NULL,
    submission           int NOT NULL DEFAULT 1, -- grows each time it is handed in anew: a clerk decides on what they saw
    submitted_at         timestamptz NOT NULL,
    decided_by           bigint REFERENCES staff,
    decided_at           timestamptz,
    CHECK (state = 'withdrawn' OR (state = 'pending') = (decided_at IS NULL)),
    CHECK (state = 'withdrawn' OR (state = 'rejected') = (reason <> ''))
);
-- Anybody may claim a code; only one claim is verified.
CREATE UNIQUE INDEX enterprises_one_per_code ON enterprises (uscc_index) WHERE state = 'verified';
CREATE UNIQUE INDEX enterprises_one_per_registrant ON enterprises (created_by, uscc_index) WHERE state <> 'withdrawn';
CREATE INDEX enterprises_by_code ON enterprises (uscc_index);
CREATE INDEX enterprises_by_state ON enterprises (state, submitted_at, id);

CREATE TABLE enterprise_members (
    enterprise_id bigint NOT NULL REFERENCES enterprises,
    account_id    bigint NOT NULL REFERENCES accounts,
    role          text NOT NULL CHECK (role IN ('manager', 'member')),
    joined_at     timestamptz NOT NULL,
    PRIMARY KEY (enterprise_id, account_id)
);
CREATE INDEX enterprise_members_by_account ON enterprise_members (account_id);

CREATE TABLE enterprise_invitations (
    token_hash    bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    id            bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    enterprise_id bigint NOT NULL REFERENCES enterprises,
    role          text NOT NULL CHECK (role IN ('manager', 'member')),
    email_sealed  bytea, -- to whom it was mailed; NULL: passed on by hand
    created_by    bigint NOT NULL REFERENCES accounts,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL CHECK (expires_at > created_at),
    used_by       bigint REFERENCES accounts,
    used_at       timestamptz,
    revoked_at    timestamptz,
    CHECK ((used_by IS NULL) = (used_at IS NULL))
);
CREATE INDEX enterprise_invitations_by_enterprise ON enterprise_invitations (enterprise_id, id);
CREATE INDEX enterprise_invitations_by_inviter ON enterprise_invitations (created_by, created_at);

-- Which comments and bookings are an account's own: sent while signed in, or
-- claimed later with the receipt.
CREATE TABLE account_comments (
    consultation_id bigint NOT NULL,
    comment_id      bigint NOT NULL,
    account_id      bigint NOT NULL REFERENCES accounts,
    claimed         boolean NOT NULL, -- false: sent while signed in
    linked_at       timestamptz NOT NULL,
    PRIMARY KEY (consultation_id, comment_id),
    FOREIGN KEY (consultation_id, comment_id) REFERENCES comments
);
CREATE INDEX account_comments_by_account ON account_comments (account_id, linked_at DESC);
CREATE TABLE account_bookings (
    open_day_id bigint NOT NULL,
    booking_id  bigint NOT NULL,
    account_id  bigint NOT NULL REFERENCES accounts,
    linked_at   timestamptz NOT NULL,
    PRIMARY KEY (open_day_id, booking_id),
    FOREIGN KEY (open_day_id, booking_id) REFERENCES bookings
);
CREATE INDEX account_bookings_by_account ON account_bookings (account_id, linked_at DESC);

-- +goose Down
DROP TABLE account_bookings, account_comments, enterprise_invitations, enterprise_members, enterprises, identities,
    challenges, account_sessions, accounts;
