package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// NewComment is a validated submission ready to be stored: personal fields
// sealed, their blind indexes beside them, the public name masked.
type NewComment struct {
	ConsultationNo string
	ReceivedAt     time.Time
	ReceiptNo      string
	Channel        consult.Channel
	Identity       consult.Identity
	PublicName     string // empty: anonymous
	Sealed         Sealed
	Index          BlindIndex
	TextHash       string // hex, see consult.TextHash
	Points         []consult.Point
	KeyHash        []byte // nil: no idempotency key
	RequestMAC     []byte // of the content, to recognise a repeated request
	AccountID      int64  // who sent it while signed in; 0: nobody's
	ConsentVersion string // of the notice agreed to; "" where nothing personal was given
	DraftID        int64  // the version that was read; 0: that of its clauses, or the current one
	EnterpriseID   int64  // for whom somebody spoke as its member; 0: for nobody registered
	Secrets        []TradeSecret
	Files          [][]byte // hashes of the tokens under which its files were uploaded
}

// TradeSecret is what one point says under seal.
type TradeSecret struct {
	Position int
	Sealed   []byte
}

// Sealed are the encrypted personal fields; nil where nothing was given.
type Sealed struct{ Name, Phone, Email, Organisation, USCC []byte }

// BlindIndex are the keyed hashes by which persons and enterprises are counted.
type BlindIndex struct{ Phone, Email, Organisation, USCC []byte }

// One statement, one round trip and one commit for any number of comments. It
// locks the consultation FOR KEY SHARE: writers do not wait for each other, but a
// release of the results (FOR UPDATE) waits for them, and they see its
// results_at. Consultations already closed are not locked at all. The counter is
// in slots, so that no two connections queue behind one row.
const sqlInsertComments = `WITH input AS (
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[],
        $13::bytea[], $14::bytea[], $15::bytea[], $16::bytea[], $17::bytea[], $18::bytea[], $26::bigint[],
        $27::text[], $28::bigint[], $29::bigint[])
    WITH ORDINALITY AS i (no, received_at, receipt_no, channel, identity, public_name, text_hash,
        name_sealed, phone_sealed, email_sealed, organisation_sealed, uscc_sealed,
        phone_index, email_index, organisation_index, uscc_index, key_hash, request_mac, account_id,
        consent_version, draft_id, enterprise_id, n)
), input_points AS (
    SELECT * FROM unnest($19::bigint[], $20::smallint[], $21::text[]) AS p (n, position, body)
), input_clauses AS (
    SELECT * FROM unnest($22::bigint[], $23::smallint[], $24::bigint[]) AS k (n, position, clause_id)
), input_secrets AS (
    SELECT * FROM unnest($30::bigint[], $31::smallint[], $32::bytea[]) AS x (n, position, body_sealed)
), input_files AS (
    SELECT * FROM unnest($33::bigint[], $34::bytea[]) AS f (n, token_hash)
), call AS (
    SELECT id, no, draft_id, opens_at, closes_at FROM consultations
    WHERE no = ANY ($1) AND state = 'released' AND results_at IS NULL AND withdrawn_at IS NULL AND closes_at > $25
    FOR KEY SHARE
), fresh AS (
    SELECT c.id AS consultation_id, nextval('comment_ids') AS comment_id, v.id AS version_id, i.*
    FROM input i JOIN call c USING (no)
    CROSS JOIN LATERAL (SELECT coalesce(nullif(i.draft_id, 0), (SELECT min(x.draft_id) FROM input_clauses k
        JOIN clauses x ON x.consultation_id = c.id AND x.id = k.clause_id WHERE k.n = i.n), c.draft_id) AS id) v
    WHERE i.received_at >= c.opens_at AND i.received_at < c.closes_at
      AND (v.id = c.draft_id OR EXISTS (SELECT FROM drafts d
        WHERE d.consultation_id = c.id AND d.id = v.id AND d.published_at IS NOT NULL))
      AND NOT EXISTS (SELECT FROM input_clauses k
        LEFT JOIN clauses x ON x.consultation_id = c.id AND x.id = k.clause_id AND x.draft_id = v.id
        WHERE k.n = i.n AND x.id IS NULL)
      AND NOT EXISTS (SELECT FROM input_files k
        LEFT JOIN comment_files f ON f.consultation_id = c.id AND f.token_hash = k.token_hash AND f.comment_id = 0
        WHERE k.n = i.n AND f.id IS NULL)
), keyed AS (
    INSERT INTO comment_keys (consultation_id, key_hash, request_mac, comment_id, created_at)
    SELECT consultation_id, key_hash, request_mac, comment_id, received_at FROM fresh WHERE key_hash <> ''
    ORDER BY key_hash -- two statements meet the same keys in the same order: no deadlock
    ON CONFLICT DO NOTHING RETURNING comment_id
), accepted AS (
    SELECT * FROM fresh WHERE key_hash = '' OR comment_id IN (SELECT comment_id FROM keyed)
), accepted_points AS (
    SELECT a.consultation_id, a.comment_id, p.position, p.body, a.received_at, nextval('suggestion_ids') AS suggestion_id
    FROM accepted a JOIN input_points p USING (n)
), insert_comments AS (
    INSERT INTO comments (consultation_id, id, receipt_no, channel, identity, public_name,
        name_sealed, phone_sealed, email_sealed, organisation_sealed, uscc_sealed,
        phone_index, email_index, organisation_index, uscc_index, text_hash, received_at,
        consent_version, draft_id, enterprise_id)
    SELECT consultation_id, comment_id, receipt_no, channel, identity, public_name,
        nullif(name_sealed, ''), nullif(phone_sealed, ''), nullif(email_sealed, ''), nullif(organisation_sealed, ''),
        nullif(uscc_sealed, ''), nullif(phone_index, ''), nullif(email_index, ''), nullif(organisation_index, ''),
        nullif(uscc_index, ''), decode(text_hash, 'hex'), received_at,
        consent_version, version_id, nullif(enterprise_id, 0)
    FROM accepted
), insert_points AS (
    INSERT INTO points (consultation_id, comment_id, position, body)
    SELECT consultation_id, comment_id, position, body FROM accepted_points
), insert_clauses AS (
    INSERT INTO point_clauses (consultation_id, comment_id, position, clause_id)
    SELECT a.consultation_id, a.comment_id, k.position, k.clause_id FROM accepted a JOIN input_clauses k USING (n)
), insert_suggestions AS (
    INSERT INTO suggestions (consultation_id, id, created_at)
    SELECT consultation_id, suggestion_id, received_at FROM accepted_points
), insert_links AS (
    INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position)
    SELECT consultation_id, suggestion_id, comment_id, position FROM accepted_points
), insert_receipts AS (
    INSERT INTO receipts (no, consultation_id, comment_id) SELECT receipt_no, consultation_id, comment_id FROM accepted
), owners AS ( -- waits for an erasure under way, and then finds nobody
    SELECT id FROM accounts WHERE id = ANY ($26) AND erased_at IS NULL FOR KEY SHARE
), insert_own AS (
    INSERT INTO account_comments (consultation_id, comment_id, account_id, claimed, linked_at)
    SELECT a.consultation_id, a.comment_id, o.id, false, a.received_at FROM accepted a JOIN owners o ON o.id = a.account_id
), insert_secrets AS (
    INSERT INTO trade_secrets (consultation_id, comment_id, position, body_sealed)
    SELECT a.consultation_id, a.comment_id, x.position, x.body_sealed FROM accepted a JOIN input_secrets x USING (n)
), take_files AS (
    UPDATE comment_files f SET comment_id = a.comment_id FROM accepted a JOIN input_files k USING (n)
    WHERE f.consultation_id = a.consultation_id AND f.token_hash = k.token_hash AND f.comment_id = 0
), voices AS ( -- two of one enterprise do not fit into one statement: they are then stored one by one
    INSERT INTO enterprise_voices AS v (consultation_id, enterprise_id, comment_id)
    SELECT consultation_id, enterprise_id, comment_id FROM accepted WHERE enterprise_id <> 0 ORDER BY consultation_id, enterprise_id
    ON CONFLICT (consultation_id, enterprise_id) DO UPDATE SET previous_id = v.comment_id, comment_id = EXCLUDED.comment_id
    RETURNING consultation_id, comment_id, previous_id
), supersede AS (
    INSERT INTO superseded_comments (consultation_id, comment_id, by_comment_id, at)
    SELECT v.consultation_id, v.previous_id, v.comment_id, a.received_at
    FROM voices v JOIN accepted a USING (consultation_id, comment_id) WHERE v.previous_id <> 0
), count AS (
    INSERT INTO comment_counts AS t (consultation_id, slot, comments)
    SELECT consultation_id, 1 + pg_backend_pid() % 64, count(*) FROM accepted GROUP BY consultation_id ORDER BY consultation_id
    ON CONFLICT (consultation_id, slot) DO UPDATE SET comments = t.comments + EXCLUDED.comments
)
SELECT n FROM accepted`

// InsertComments stores comments durably, all in one commit, and reports for
// each whether it was accepted; [Repo.Refusal] tells why one was not. An error
// concerns the whole list, of which nothing is then stored.
func (r *Repo) InsertComments(ctx context.Context, list []NewComment) (accepted []bool, err error) {
	defer fault.Wrap(&err, "repo.InsertComments(%d)", len(list))
	var ns []int
	err = r.list(ctx, &ns, sqlInsertComments, insertColumns(list)...)
	return acceptedOf(ns, len(list)), err
}

// InsertComments does the same within a transaction, for what is recorded with more.
func (t *Tx) InsertComments(ctx context.Context, list []NewComment) (accepted []bool, err error) {
	defer fault.Wrap(&err, "repo.InsertComments(%d)", len(list))
	var ns []int
	err = t.list(ctx, &ns, sqlInsertComments, insertColumns(list)...)
	return acceptedOf(ns, len(list)), err
}

func acceptedOf(ns []int, n int) []bool {
	accepted := make([]bool, n)
	for _, i := range ns {
		accepted[i-1] = true
	}
	return accepted
}

// insertColumns turns comments into the columns that the statement unnests.
func insertColumns(list []NewComment) []any {
	texts, bytes := make([]pq.StringArray, 7), make([]pq.ByteaArray, 11)
	earliest := list[0].ReceivedAt
	consents := make(pq.StringArray, len(list))
	var points pointColumns
	var extras extraColumns
	var accounts pq.Int64Array
	for i, c := range list {
		for k, v := range []string{c.ConsultationNo, c.ReceivedAt.Format(time.RFC3339Nano), c.ReceiptNo, string(c.Channel),
			string(c.Identity), c.PublicName, c.TextHash} {
			texts[k] = append(texts[k], v)
		}
		for k, v := range [][]byte{c.Sealed.Name, c.Sealed.Phone, c.Sealed.Email, c.Sealed.Organisation, c.Sealed.USCC,
			c.Index.Phone, c.Index.Email, c.Index.Organisation, c.Index.USCC, c.KeyHash, c.RequestMAC} {
			bytes[k] = append(bytes[k], v)
		}
		points.add(int64(i+1), c.Points)
		extras.add(int64(i+1), c)
		accounts = append(accounts, c.AccountID)
		consents[i] = c.ConsentVersion
		if c.ReceivedAt.Before(earliest) {
			earliest = c.ReceivedAt
		}
	}
	var args []any
	for _, column := range texts {
		args = append(args, column)
	}
	for _, column := range bytes {
		args = append(args, column)
	}
	args = append(append(args, points.args()...), earliest, accounts, consents)
	return append(args, extras.args()...)
}

// pointColumns are the points and their clauses, each with the number of its comment.
type pointColumns struct {
	n, position           pq.Int64Array
	body                  pq.StringArray
	clauseN, clauseOf, id pq.Int64Array
}

func (p *pointColumns) add(n int64, points []consult.Point) {
	for _, point := range points {
		p.n = append(p.n, n)
		p.position = append(p.position, int64(point.Position))
		p.body = append(p.body, point.Body)
		for _, id := range point.ClauseIDs {
			p.clauseN = append(p.clauseN, n)
			p.clauseOf = append(p.clauseOf, int64(point.Position))
			p.id = append(p.id, id)
		}
	}
}

// args gives the columns; NULL would unnest to nothing just as an empty array does.
func (p *pointColumns) args() []any {
	return []any{p.n, p.position, p.body, p.clauseN, p.clauseOf, p.id}
}

// extraColumns are what only some comments bring: the version that was read, an
// enterprise, secrets and files.
type extraColumns struct {
	drafts, enterprises pq.Int64Array
	secretN, secretOf   pq.Int64Array
	secret              pq.ByteaArray
	fileN               pq.Int64Array
	file                pq.ByteaArray
}

func (x *extraColumns) add(n int64, c NewComment) {
	x.drafts, x.enterprises = append(x.drafts, c.DraftID), append(x.enterprises, c.EnterpriseID)
	for _, s := range c.Secrets {
		x.secretN, x.secretOf, x.secret = append(x.secretN, n), append(x.secretOf, int64(s.Position)), append(x.secret, s.Sealed)
	}
	for _, token := range c.Files {
		x.fileN, x.file = append(x.fileN, n), append(x.file, token)
	}
}

func (x *extraColumns) args() []any {
	return []any{x.drafts, x.enterprises, x.secretN, x.secretOf, x.secret, x.fileN, x.file}
}
